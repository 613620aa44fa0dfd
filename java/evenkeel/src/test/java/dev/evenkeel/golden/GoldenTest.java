package dev.evenkeel.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.BatchNormBackwardCall;
import dev.evenkeel.norms.BatchNormCall;
import dev.evenkeel.norms.BatchNormGradients;
import dev.evenkeel.norms.BatchNormResult;
import dev.evenkeel.norms.LayerNormBackwardCall;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormGradients;
import dev.evenkeel.norms.LayerNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RunningUpdate;
import dev.evenkeel.norms.RunningVariance;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every device gives what PyTorch gives. */
class GoldenTest {
    @Nested
    class Heap extends Cases {
        Heap() {
            super(heap());
        }
    }

    @Nested
    @Tag("gpu")
    class Cuda extends Cases {
        Cuda() {
            super(cuda());
        }
    }

    abstract static class Cases extends OnDevices {
        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> layerNorms() {
            return each("/golden/layer_norm.txt");
        }

        Stream<Arguments> batchNorms() {
            return each("/golden/batch_norm.txt");
        }

        private Stream<Arguments> each(String file) {
            List<GoldenCase> cases = GoldenCase.read(file);
            return devices().stream().flatMap(d -> cases.stream().map(c -> Arguments.of(d, c)));
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void layerNorms(Device device, GoldenCase golden) {
            Tensor x = golden.in().get("x").on(device);
            Shape normalized =
                    Shape.parse(golden.attributes().get("normalized_shape").replace(',', 'x'));
            LayerNormCall call = LayerNormCall.of(x, normalized)
                    .withWeight(golden.input("weight", device))
                    .withBias(golden.input("bias", device))
                    .withEps(golden.number("eps"));
            try (LayerNormResult forward = Norms.layerNorm(call);
                    LayerNormGradients gradients = Norms.layerNormBackward(
                            LayerNormBackwardCall.of(call, golden.in().get("dy").on(device))
                                    .withSaved(forward.mean(), forward.rstd()))) {
                compare(golden, "y", forward.y());
                compare(golden, "mean", forward.mean());
                compare(golden, "rstd", forward.rstd());
                compare(golden, "dx", gradients.dx());
                compare(golden, "dweight", gradients.dweight());
                compare(golden, "dbias", gradients.dbias());
            }
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void batchNorms(Device device, GoldenCase golden) {
            BatchNormCall call = BatchNormCall.of(golden.in().get("x").on(device))
                    .withWeight(golden.input("weight", device))
                    .withBias(golden.input("bias", device))
                    .withEps(golden.number("eps"));
            Tensor dy = golden.in().get("dy").on(device);
            Tensor mean = golden.input("running_mean", device);
            Tensor variance = golden.input("running_var", device);
            boolean training = golden.attributes().get("training").equals("true");
            try (BatchNormResult forward = training
                            ? Norms.batchNorm(call, update(golden, mean, variance))
                            : Norms.batchNormInference(call, mean, variance);
                    BatchNormGradients gradients = Norms.batchNormBackward(
                            training
                                    ? BatchNormBackwardCall.training(call, dy).withSaved(forward.mean(), forward.rstd())
                                    : BatchNormBackwardCall.inference(call, dy, mean, variance))) {
                compare(golden, "y", forward.y());
                compare(golden, "dx", gradients.dx());
                compare(golden, "dweight", gradients.dweight());
                compare(golden, "dbias", gradients.dbias());
                compare(golden, "running_mean_after", mean);
                compare(golden, "running_var_after", variance);
            }
        }

        private static @Nullable RunningUpdate update(
                GoldenCase golden, @Nullable Tensor mean, @Nullable Tensor variance) {
            return mean == null || variance == null
                    ? null
                    : new RunningUpdate(mean, variance, golden.number("momentum_torch"), RunningVariance.UNBIASED);
        }

        private static void compare(GoldenCase golden, String output, @Nullable Tensor actual) {
            GoldenCase.Values expected = golden.out().get(output);
            if (expected == null) {
                return;
            }
            assertThat(actual).as(output).isNotNull();
            assertThat(actual.shape().count()).isEqualTo(expected.shape().count());
            Closeness.assertClose(output, actual.toDoubleArray(), expected.values(), tolerance(golden));
        }

        /**
         * Scaled by the largest value. libtorch in float32 is itself 5e-5 off where the mean is 1000 times the standard
         * deviation, and its dx of rows of one element is up to 1.6e-5 where the exact one is 0. In 16-bit types
         * libtorch and we round a result once each, hence twice the unit roundoff, and libtorch rounds the saved
         * statistics and sums of gradients once more.
         */
        private static double tolerance(GoldenCase golden) {
            return switch (golden.dtype()) {
                case F64 -> 1e-12;
                case F32 ->
                    golden.name().contains("bigmean") ? 1e-4 : golden.name().contains("dim1") ? 2e-5 : 1e-6;
                default -> 4 * golden.dtype().unitRoundoff();
            };
        }
    }
}
