package dev.evenkeel.ptx.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.DType;
import dev.evenkeel.DeviceException;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.BatchNormBackwardCall;
import dev.evenkeel.norms.BatchNormCall;
import dev.evenkeel.norms.GradientMode;
import dev.evenkeel.norms.LayerNormBackwardCall;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormGradients;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.Reparametrizations;
import dev.evenkeel.norms.RunningUpdate;
import dev.evenkeel.norms.RunningVariance;
import dev.evenkeel.norms.WeightNormBackwardCall;
import dev.evenkeel.norms.WeightNormCall;
import dev.evenkeel.norms.WeightNormGradients;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whichever allocation or launch of an operation fails: the caller gets a {@link DeviceException}, memory is as it was,
 * and so are the arguments; the operation works again afterwards.
 */
class FaultInjectionTest {
    private static final FailingDriver DRIVER = FailingProvider.DRIVER;
    private static final long CHANNELS = 5;
    /** Enough for the gradients of rows to take two launches where not all blocks run at once. */
    private static final long ROWS = 20;

    /** The operations. */
    enum Operation {
        LAYER_NORM,
        LAYER_NORM_BACKWARD,
        LAYER_NORM_BACKWARD_ACCUMULATING,
        BATCH_NORM_TRAINING,
        BATCH_NORM_INFERENCE,
        BATCH_NORM_BACKWARD,
        BATCH_NORM_INFERENCE_BACKWARD,
        WEIGHT_NORM_BACKWARD_ACCUMULATING;

        void run(Arguments a) {
            Shape row = Shape.of(CHANNELS, 6);
            LayerNormCall layer = LayerNormCall.of(a.x, row);
            BatchNormCall batch = BatchNormCall.of(a.x).withWeight(a.weight).withBias(a.bias);
            switch (this) {
                case LAYER_NORM -> Norms.layerNorm(layer).close();
                case LAYER_NORM_BACKWARD ->
                    Norms.layerNormBackward(LayerNormBackwardCall.of(layer, a.dy))
                            .close();
                case LAYER_NORM_BACKWARD_ACCUMULATING ->
                    Norms.layerNormBackward(
                            LayerNormBackwardCall.of(layer.withWeight(a.rowWeight), a.dy)
                                    .withMode(GradientMode.ACCUMULATE),
                            new LayerNormGradients(null, a.rowGradient, null));
                case BATCH_NORM_TRAINING ->
                    Norms.batchNorm(batch, new RunningUpdate(a.mean, a.variance, 0.1, RunningVariance.UNBIASED))
                            .close();
                case BATCH_NORM_INFERENCE ->
                    Norms.batchNormInference(batch, a.mean, a.variance).close();
                case BATCH_NORM_BACKWARD ->
                    Norms.batchNormBackward(BatchNormBackwardCall.training(batch, a.dy))
                            .close();
                case WEIGHT_NORM_BACKWARD_ACCUMULATING ->
                    Reparametrizations.weightNormBackward(
                            WeightNormBackwardCall.of(WeightNormCall.of(a.rowWeight, a.weight), a.rowWeight)
                                    .withMode(GradientMode.ACCUMULATE),
                            new WeightNormGradients(a.rowGradient, a.mean));
                default ->
                    Norms.batchNormBackward(BatchNormBackwardCall.inference(batch, a.dy, a.mean, a.variance))
                            .close();
            }
        }
    }

    private record Arguments(
            Tensor x,
            Tensor dy,
            Tensor weight,
            Tensor bias,
            Tensor mean,
            Tensor variance,
            Tensor rowWeight,
            Tensor rowGradient) {
        static Arguments in(TensorScope scope) {
            Shape shape = Shape.of(ROWS, CHANNELS, 6);
            Shape channels = Shape.of(CHANNELS);
            return new Arguments(
                    scope.add(filled(shape, 3)),
                    scope.add(filled(shape, 7)),
                    scope.add(filled(channels, 2)),
                    scope.add(filled(channels, 4)),
                    scope.add(filled(channels, 5)),
                    scope.add(filled(channels, 1)),
                    scope.add(filled(Shape.of(CHANNELS, 6), 3)),
                    scope.add(filled(Shape.of(CHANNELS, 6), 8)));
        }

        private static Tensor filled(Shape shape, int step) {
            double[] values = new double[(int) shape.count()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (i * step) % 11 + 1;
            }
            return Tensor.copyOf(values, shape, DType.F32, FailingProvider.DEVICE);
        }

        List<double[]> values() {
            return Stream.of(x, dy, weight, bias, mean, variance, rowWeight, rowGradient)
                    .map(Tensor::toDoubleArray)
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailedCallLeavesNothingBehind(Operation operation) {
        DRIVER.failAt(0, false);
        try (TensorScope scope = new TensorScope()) {
            Arguments arguments = Arguments.in(scope);
            int calls = calls(operation, arguments);
            assertThat(calls).isGreaterThan(1);
            int live = DRIVER.live();
            List<double[]> values = arguments.values();
            for (int call = 1; call <= calls; call++) {
                DRIVER.failAt(call, false);

                DeviceException failure = catchThrowableOfType(DeviceException.class, () -> operation.run(arguments));

                assertThat(failure).as("call %d of %d", call, calls).isNotNull();
                assertThat(failure.codeName()).isIn("CUDA_ERROR_OUT_OF_MEMORY", "CUDA_ERROR_LAUNCH_FAILED");
                assertThat(DRIVER.live())
                        .as("allocations after a failure at call %d", call)
                        .isEqualTo(live);
                DRIVER.failAt(0, false);
                assertThat(arguments.values())
                        .as("arguments after a failure at call %d", call)
                        .usingRecursiveComparison()
                        .isEqualTo(values);
            }
            DRIVER.failAt(0, false);
            operation.run(arguments);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStickyErrorIsReportedAsItself(Operation operation) {
        DRIVER.failAt(0, false);
        try (TensorScope scope = new TensorScope()) {
            Arguments arguments = Arguments.in(scope);
            int calls = calls(operation, arguments);
            DRIVER.failAt(calls, true);

            DeviceException failure = catchThrowableOfType(DeviceException.class, () -> operation.run(arguments));

            assertThat(failure).hasMessageContaining("injected failure");
            assertThat(failure.codeName()).isEqualTo("CUDA_ERROR_LAUNCH_FAILED");
            DRIVER.failAt(0, false);
        }
    }

    /** How many allocations and launches an operation makes. It changes the running statistics, if it is to. */
    private static int calls(Operation operation, Arguments arguments) {
        operation.run(arguments);
        DRIVER.failAt(0, false);
        operation.run(arguments);
        return DRIVER.calls();
    }
}
