package dev.evenkeel.golden;

import dev.evenkeel.Device;
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

    abstract static class Cases extends GoldenCases {
        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> layerNorms() {
            return each("/golden/layer_norm.txt");
        }

        Stream<Arguments> batchNorms() {
            return each("/golden/batch_norm.txt");
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void layerNorms(Device device, GoldenCase golden) {
            Tensor x = golden.in().get("x").on(device);
            LayerNormCall call = LayerNormCall.of(x, normalizedShape(golden))
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
    }
}
