package dev.evenkeel.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.LayerNormBackwardCall;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormGradients;
import dev.evenkeel.norms.LayerNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayerNormTest {
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

        private static Tensor random(long seed, Shape shape, Device device) {
            return Tensor.copyOf(new Randoms(seed).normal(shape.count(), 0.3, 1), shape, DType.F32, device);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void startsAsPlainNormalization(Device device) {
            try (LayerNorm norm = LayerNorm.builder(3, 4).build(device)) {
                assertThat(norm.weight().value().toFloatArray()).hasSize(12).containsOnly(1);
                assertThat(norm.bias().value().toFloatArray()).hasSize(12).containsOnly(0);
                assertThat(norm.parameters()).extracting(Parameter::name).containsExactly("weight", "bias");
                assertThat(norm).hasToString("LayerNorm([3, 4], eps=1.0E-5)");
                Tensor x = random(1, Shape.of(2, 3, 4), device);
                assertThat(norm.forward(x).toFloatArray())
                        .isEqualTo(Norms.layerNorm(x, Shape.of(3, 4), null, null, 1e-5)
                                .toFloatArray());
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void optionsTakeParametersAway(Device device) {
            try (LayerNorm bare = LayerNorm.builder(4).elementwiseAffine(false).build(device);
                    LayerNorm gain = LayerNorm.builder(4).bias(false).build(device)) {
                assertThat(bare.parameters()).isEmpty();
                assertThat(gain.parameters()).extracting(Parameter::name).containsExactly("weight");
                assertThat(gain.bias()).isNull();
                Tensor x = random(1, Shape.of(2, 4), device);
                for (LayerNorm norm : List.of(bare, gain)) {
                    LayerNormResult forward = norm.forwardTraining(x);
                    assertThat(norm.backward(x, forward, x).shape()).isEqualTo(x.shape());
                }
            }
        }

        /** Two batches give the sum of their gradients, as one loss over both would. */
        @ParameterizedTest
        @MethodSource("devices")
        void gradientsAccumulateUntilTheyAreZeroed(Device device) {
            try (LayerNorm norm = LayerNorm.builder(5).build(device)) {
                Tensor x = random(1, Shape.of(3, 5), device);
                Tensor dy = random(2, Shape.of(3, 5), device);
                LayerNormResult forward = norm.forwardTraining(x);
                norm.backward(x, forward, dy);
                float[] once = norm.weight().grad().toFloatArray();
                norm.backward(x, forward, dy);
                float[] twice = norm.weight().grad().toFloatArray();
                for (int i = 0; i < once.length; i++) {
                    assertThat(twice[i]).isEqualTo(2 * once[i]);
                }
                LayerNormGradients gradients = Norms.layerNormBackward(LayerNormBackwardCall.of(
                                LayerNormCall.of(x, Shape.of(5))
                                        .withWeight(norm.weight().value())
                                        .withBias(norm.bias().value()),
                                dy)
                        .withSaved(forward.mean(), forward.rstd()));
                assertThat(once).isEqualTo(gradients.dweight().toFloatArray());
                norm.zeroGrad();
                assertThat(norm.weight().grad().toFloatArray()).containsOnly(0);
                assertThat(norm.bias().grad().toFloatArray()).containsOnly(0);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void sixteenBitInputWithFloatParameters(Device device) {
            try (LayerNorm norm = LayerNorm.builder(8).dtype(DType.F32).build(device)) {
                Tensor x = random(1, Shape.of(2, 8), device).to(DType.BF16);
                LayerNormResult forward = norm.forwardTraining(x);
                assertThat(forward.output().dtype()).isSameAs(DType.BF16);
                assertThat(forward.mean().dtype()).isSameAs(DType.F32);
                assertThat(norm.backward(x, forward, x).dtype()).isSameAs(DType.BF16);
                assertThat(norm.weight().grad().dtype()).isSameAs(DType.F32);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void refusesOtherShapes(Device device) {
            try (LayerNorm norm = LayerNorm.builder(5).build(device)) {
                Tensor x = random(1, Shape.of(5, 4), device);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> norm.forward(x))
                        .withMessage(
                                "layer norm: normalizedShape [5] does not match the trailing dims of input [5, 4]");
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void closesWhatItOwns(Device device) {
            LayerNorm norm = LayerNorm.builder(4).build(device);
            norm.close();
            norm.close();
            assertThat(norm.weight().value().isClosed()).isTrue();
            assertThat(norm.bias().grad().isClosed()).isTrue();
            Tensor x = random(1, Shape.of(2, 4), device);
            assertThatIllegalStateException()
                    .isThrownBy(() -> norm.forward(x))
                    .withMessage("this tensor is closed: Tensor [4] f32 on " + device);
        }
    }
}
