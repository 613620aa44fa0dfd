package dev.evenkeel.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.norms.GroupNormBackwardCall;
import dev.evenkeel.norms.GroupNormCall;
import dev.evenkeel.norms.GroupNormResult;
import dev.evenkeel.norms.InstanceNormResult;
import dev.evenkeel.norms.Momentum;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RmsNormCall;
import dev.evenkeel.norms.RmsNormResult;
import dev.evenkeel.norms.WeightForm;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RMS, group and instance norm as layers: what they start as, that gradients add up, what the running statistics do.
 */
class OtherLayersTest {
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

    @Test
    void optionsAreCheckedWhenTheyAreGiven() {
        assertThatIllegalArgumentException()
                .isThrownBy(RmsNorm::builder)
                .withMessage("normalizedShape must have elements, not []");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RmsNorm.builder(3).eps(-1))
                .withMessage("eps must be finite and at least 0, not -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupNorm.builder(3, 4))
                .withMessage("numChannels must be divisible by numGroups: 4 by 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InstanceNorm.builder(0))
                .withMessage("numFeatures must be at least 1, not 0");
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
        void rmsNorm(Device device) {
            Tensor x = random(1, Shape.of(3, 5), device);
            Tensor dy = random(2, Shape.of(3, 5), device);
            try (RmsNorm norm = RmsNorm.builder(5).build(device);
                    RmsNormResult forward = norm.forwardTraining(x)) {
                assertThat(norm).hasToString("RMSNorm([5], eps=None)");
                assertThat(norm.parameters()).extracting(Parameter::name).containsExactly("weight");
                float[] plain =
                        Norms.rmsNorm(RmsNormCall.of(x, Shape.of(5))).output().toFloatArray();
                assertThat(forward.output().toFloatArray()).isEqualTo(plain);
                assertThat(norm.forward(x).toFloatArray()).isEqualTo(plain);
                norm.backward(x, forward, dy);
                float[] once = norm.weight().grad().toFloatArray();
                norm.backward(x, forward, dy);
                for (int i = 0; i < once.length; i++) {
                    assertThat(norm.weight().grad().toFloatArray()[i]).isEqualTo(2 * once[i]);
                }
            }
        }

        /** A gain of 1 is a weight of 0. */
        @ParameterizedTest
        @MethodSource("devices")
        void weightsAroundZeroStartAtZero(Device device) {
            Tensor x = random(1, Shape.of(3, 5), device);
            try (RmsNorm norm = RmsNorm.builder(5)
                            .weightForm(WeightForm.ZERO_CENTRED)
                            .build(device);
                    RmsNorm plain = RmsNorm.builder(5).build(device);
                    LayerNorm layer = LayerNorm.builder(5)
                            .weightForm(WeightForm.ZERO_CENTRED)
                            .build(device);
                    LayerNorm plainLayer = LayerNorm.builder(5).build(device)) {
                assertThat(norm.weight().value().toFloatArray()).containsOnly(0);
                assertThat(norm.forward(x).toFloatArray())
                        .isEqualTo(plain.forward(x).toFloatArray());
                assertThat(layer.forward(x).toFloatArray())
                        .isEqualTo(plainLayer.forward(x).toFloatArray());
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void groupNorm(Device device) {
            Tensor x = random(1, Shape.of(3, 5, 4), device);
            Tensor dy = random(2, Shape.of(3, 5, 4), device);
            try (GroupNorm norm = GroupNorm.builder(2, 4)
                            .layout(ChannelLayout.CHANNELS_LAST)
                            .build(device);
                    GroupNormResult forward = norm.forwardTraining(x)) {
                assertThat(norm).hasToString("GroupNorm(2, 4, eps=1.0E-5)");
                assertThat(norm.parameters()).extracting(Parameter::name).containsExactly("weight", "bias");
                GroupNormCall call = GroupNormCall.of(x, 2)
                        .withLayout(ChannelLayout.CHANNELS_LAST)
                        .withWeight(norm.weight().value())
                        .withBias(norm.bias().value());
                float[] plain = Norms.groupNorm(call).output().toFloatArray();
                assertThat(forward.output().toFloatArray()).isEqualTo(plain);
                assertThat(norm.forward(x).toFloatArray()).isEqualTo(plain);
                norm.backward(x, forward, dy);
                assertThat(norm.weight().grad().toFloatArray())
                        .isEqualTo(Norms.groupNormBackward(
                                        GroupNormBackwardCall.of(call, dy).withSaved(forward.mean(), forward.rstd()))
                                .dweight()
                                .toFloatArray());
                norm.zeroGrad();
                assertThat(norm.bias().grad().toFloatArray()).containsOnly(0);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> norm.forward(random(1, Shape.of(3, 4, 5), device)))
                        .withMessage("group norm: expected 2 or more dims with 4 channels last, got input [3, 4, 5]");
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void instanceNormHasNothingUnlessAsked(Device device) {
            Tensor x = random(1, Shape.of(3, 5, 4), device);
            try (InstanceNorm norm = InstanceNorm.builder(5).build(device);
                    InstanceNormResult forward = norm.forwardTraining(x)) {
                assertThat(norm.parameters()).isEmpty();
                assertThat(norm.runningStats()).isNull();
                assertThat(forward.mean().shape()).isEqualTo(Shape.of(3, 5));
                assertThat(norm.forward(x).toFloatArray())
                        .isEqualTo(forward.output().toFloatArray());
                assertThat(norm.backward(x, forward, x).shape()).isEqualTo(x.shape());
                assertThatIllegalStateException().isThrownBy(() -> norm.backwardInference(x, x));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> norm.forward(random(1, Shape.of(3, 5), device)))
                        .withMessage("instance norm: expected 3 to 5 dims with 5 channels second, got input [3, 5]");
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void instanceNormTracksIfAsked(Device device) {
            Tensor x = Tensor.copyOf(new double[] {0, 2, 4, 8}, Shape.of(2, 1, 2), DType.F32, device);
            try (InstanceNorm norm = InstanceNorm.builder(1)
                    .affine(true)
                    .trackRunningStats(true)
                    .momentum(Momentum.cumulative())
                    .eps(0)
                    .build(device)) {
                norm.forwardTraining(x);
                RunningStats stats = norm.runningStats();
                assertThat(stats.numBatchesTracked()).isEqualTo(1);
                assertThat(stats.mean().toFloatArray()).containsExactly(3.5f);
                assertThat(stats.variance().toFloatArray()).containsExactly(5);
                assertThat(norm.forward(x).toDoubleArray())
                        .containsExactly(
                                scaled(new double[] {-3.5, -1.5, 0.5, 4.5}, 1 / Math.sqrt(5)), Offset.offset(1e-6));
                assertThat(norm.backwardInference(x, x).toDoubleArray())
                        .containsExactly(scaled(new double[] {0, 2, 4, 8}, 1 / Math.sqrt(5)), Offset.offset(1e-5));
                assertThat(norm.bias().grad().toFloatArray()).containsExactly(14);
            }
        }

        private static double[] scaled(double[] values, double factor) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
            return values;
        }
    }
}
