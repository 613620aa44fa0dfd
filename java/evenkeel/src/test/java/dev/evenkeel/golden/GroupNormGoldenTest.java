package dev.evenkeel.golden;

import dev.evenkeel.Device;
import dev.evenkeel.norms.GroupNormBackwardCall;
import dev.evenkeel.norms.GroupNormCall;
import dev.evenkeel.norms.GroupNormGradients;
import dev.evenkeel.norms.GroupNormResult;
import dev.evenkeel.norms.InstanceNormBackwardCall;
import dev.evenkeel.norms.InstanceNormCall;
import dev.evenkeel.norms.InstanceNormGradients;
import dev.evenkeel.norms.InstanceNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RunningUpdate;
import dev.evenkeel.norms.RunningVariance;
import dev.evenkeel.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Group and instance norm give what PyTorch gives. */
class GroupNormGoldenTest {
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

        Stream<Arguments> groupNorms() {
            return each("/golden/group_norm.txt");
        }

        Stream<Arguments> instanceNorms() {
            return each("/golden/instance_norm.txt");
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void groupNorms(Device device, GoldenCase golden) {
            GroupNormCall call = GroupNormCall.of(golden.in().get("x").on(device), (long) golden.number("num_groups"))
                    .withWeight(golden.input("weight", device))
                    .withBias(golden.input("bias", device))
                    .withEps(golden.number("eps"));
            Tensor dy = golden.in().get("dy").on(device);
            try (GroupNormResult forward = Norms.groupNorm(call);
                    GroupNormGradients gradients = Norms.groupNormBackward(
                            GroupNormBackwardCall.of(call, dy).withSaved(forward.mean(), forward.rstd()))) {
                compare(golden, "y", forward.y());
                compare(golden, "dx", gradients.dx());
                compare(golden, "dweight", gradients.dweight());
                compare(golden, "dbias", gradients.dbias());
            }
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void instanceNorms(Device device, GoldenCase golden) {
            InstanceNormCall call = InstanceNormCall.of(golden.in().get("x").on(device))
                    .withWeight(golden.input("weight", device))
                    .withBias(golden.input("bias", device))
                    .withEps(golden.number("eps"));
            Tensor dy = golden.in().get("dy").on(device);
            Tensor mean = golden.input("running_mean", device);
            Tensor variance = golden.input("running_var", device);
            boolean own = golden.attributes().get("use_input_stats").equals("true");
            RunningUpdate update = mean == null
                    ? null
                    : new RunningUpdate(mean, variance, golden.number("momentum_torch"), RunningVariance.UNBIASED);
            try (InstanceNormResult forward =
                            own ? Norms.instanceNorm(call, update) : Norms.instanceNormInference(call, mean, variance);
                    InstanceNormGradients gradients = Norms.instanceNormBackward(
                            own
                                    ? InstanceNormBackwardCall.of(call, dy).withSaved(forward.mean(), forward.rstd())
                                    : InstanceNormBackwardCall.inference(call, dy, mean, variance))) {
                compare(golden, "y", forward.y());
                compare(golden, "dx", gradients.dx());
                compare(golden, "dweight", gradients.dweight());
                compare(golden, "dbias", gradients.dbias());
                compare(golden, "running_mean_after", mean);
                compare(golden, "running_var_after", variance);
            }
        }
    }
}
