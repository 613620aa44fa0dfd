package dev.evenkeel.golden;

import dev.evenkeel.Device;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RmsNormBackwardCall;
import dev.evenkeel.norms.RmsNormCall;
import dev.evenkeel.norms.RmsNormGradients;
import dev.evenkeel.norms.RmsNormResult;
import dev.evenkeel.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RMS norm gives what PyTorch gives, the default eps included. */
class RmsNormGoldenTest {
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

        Stream<Arguments> rmsNorms() {
            return each("/golden/rms_norm.txt");
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void rmsNorms(Device device, GoldenCase golden) {
            Tensor x = golden.in().get("x").on(device);
            RmsNormCall byDefault =
                    RmsNormCall.of(x, normalizedShape(golden)).withWeight(golden.input("weight", device));
            RmsNormCall call =
                    golden.attributes().get("eps").equals("None") ? byDefault : byDefault.withEps(golden.number("eps"));
            try (RmsNormResult forward = Norms.rmsNorm(call);
                    RmsNormGradients gradients = Norms.rmsNormBackward(
                            RmsNormBackwardCall.of(call, golden.in().get("dy").on(device))
                                    .withSaved(forward.rstd()))) {
                compare(golden, "y", forward.y());
                compare(golden, "dx", gradients.dx());
                compare(golden, "dweight", gradients.dweight());
            }
        }
    }
}
