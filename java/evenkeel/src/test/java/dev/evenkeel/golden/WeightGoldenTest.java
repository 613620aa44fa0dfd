package dev.evenkeel.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.norms.Reparametrizations;
import dev.evenkeel.norms.SpectralNormBackwardCall;
import dev.evenkeel.norms.SpectralNormCall;
import dev.evenkeel.norms.SpectralNormGradients;
import dev.evenkeel.norms.SpectralNormOrder;
import dev.evenkeel.norms.SpectralNormResult;
import dev.evenkeel.norms.WeightNormBackwardCall;
import dev.evenkeel.norms.WeightNormCall;
import dev.evenkeel.norms.WeightNormGradients;
import dev.evenkeel.norms.WeightNormResult;
import dev.evenkeel.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Weight and spectral norm give what PyTorch gives. */
class WeightGoldenTest {
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

        Stream<Arguments> weightNorms() {
            return each("/golden/weight_norm.txt");
        }

        Stream<Arguments> spectralNorms() {
            return each("/golden/spectral_norm.txt");
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void weightNorms(Device device, GoldenCase golden) {
            int dim = (int) golden.number("dim");
            WeightNormCall byFirst = WeightNormCall.of(
                    golden.in().get("v").on(device), golden.in().get("g").on(device));
            WeightNormCall call = dim < 0 ? byFirst.ofWholeTensor() : byFirst.withDim(dim);
            Tensor dw = golden.in().get("dw").on(device);
            try (WeightNormResult forward = Reparametrizations.weightNorm(call);
                    WeightNormGradients gradients =
                            Reparametrizations.weightNormBackward(WeightNormBackwardCall.of(call, dw))) {
                compare(golden, "norm_except_dim", forward.norm());
                compare(golden, "w", forward.w());
                compare(golden, "dv", gradients.dv());
                compare(golden, "dg", gradients.dg());
            }
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void spectralNorms(Device device, GoldenCase golden) {
            boolean legacy = golden.attributes().get("order").startsWith("legacy");
            SpectralNormCall call = SpectralNormCall.of(
                            golden.in().get("weight").on(device),
                            golden.in().get("u").on(device),
                            golden.in().get("v").on(device))
                    .withPowerIterations((int) golden.number("n_power_iterations"))
                    .withOrder(legacy ? SpectralNormOrder.LEGACY : SpectralNormOrder.PARAMETRIZATION)
                    .withDim((int) golden.number("dim"))
                    .withEps(golden.number("eps"));
            Tensor dw = golden.in().get("dw").on(device);
            try (SpectralNormResult forward = Reparametrizations.spectralNorm(call);
                    SpectralNormGradients gradients =
                            Reparametrizations.spectralNormBackward(SpectralNormBackwardCall.of(call, forward, dw))) {
                compare(golden, "sigma", forward.sigma());
                compare(golden, "w", forward.w());
                compare(golden, "u_after", forward.u());
                compare(golden, "v_after", forward.v());
                compare(golden, "dweight", gradients.dweight());
                if (golden.dtype() == DType.F64 && call.powerIterations() == 50) {
                    double largest = golden.out().get("sigma_true_svd").values()[0];
                    assertThat(forward.sigma().toDoubleArray()[0]).isBetween(0.999 * largest, largest);
                }
            }
        }
    }
}
