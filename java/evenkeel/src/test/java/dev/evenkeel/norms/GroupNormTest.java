package dev.evenkeel.norms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of group and instance norm whatever the numbers, and inputs that such code is known to fail on. */
class GroupNormTest {
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
        private static final DType[] TYPES = DType.values();

        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> types() {
            return devices().stream().flatMap(d -> Arrays.stream(TYPES).map(t -> Arguments.of(d, t)));
        }

        /** One group of everything is layer norm, but for the affine part. */
        @ParameterizedTest
        @MethodSource("devices")
        void oneGroupIsLayerNorm(Device device) {
            Tensor x = random(1, Shape.of(3, 4, 5, 6), DType.F64, device);
            near(
                    Norms.groupNorm(GroupNormCall.of(x, 1)).output(),
                    Norms.layerNorm(x, Shape.of(4, 5, 6), null, null, 1e-5),
                    1e-13);
        }

        /** An instance is a batch of one. */
        @ParameterizedTest
        @MethodSource("devices")
        void anInstanceIsABatchOfOne(Device device) {
            for (ChannelLayout layout : ChannelLayout.values()) {
                Tensor x = random(1, Shape.of(1, 6, 7), DType.F64, device);
                near(
                        Norms.instanceNorm(InstanceNormCall.of(x).withLayout(layout), null)
                                .output(),
                        Norms.batchNorm(BatchNormCall.of(x).withLayout(layout), null)
                                .output(),
                        1e-13);
            }
        }

        @ParameterizedTest
        @MethodSource("types")
        void instanceNormIsGroupNormOfOneChannelEach(Device device, DType dtype) {
            Tensor x = random(1, Shape.of(2, 5, 70), dtype, device);
            Tensor dy = random(2, x.shape(), dtype, device);
            Tensor weight = random(3, Shape.of(5), dtype, device);
            InstanceNormCall instances = InstanceNormCall.of(x).withWeight(weight);
            GroupNormCall groups = GroupNormCall.of(x, 5).withWeight(weight);
            assertThat(Norms.instanceNorm(instances, null).output().toDoubleArray())
                    .isEqualTo(Norms.groupNorm(groups).output().toDoubleArray());
            assertThat(Norms.instanceNormBackward(InstanceNormBackwardCall.of(instances, dy))
                            .dweight()
                            .toDoubleArray())
                    .isEqualTo(Norms.groupNormBackward(GroupNormBackwardCall.of(groups, dy))
                            .dweight()
                            .toDoubleArray());
        }

        /** Channels-first and channels-last are two ways to write one thing. */
        @ParameterizedTest
        @MethodSource("devices")
        void layoutsAgree(Device device) {
            double[] first = new Randoms(1).normal(2 * 6 * 50, 1, 2);
            double[] last = new double[first.length];
            for (int i = 0; i < first.length; i++) {
                last[atLast(i)] = first[i];
            }
            GroupNormCall byFirst = GroupNormCall.of(Tensor.copyOf(first, Shape.of(2, 6, 50), DType.F64, device), 3);
            GroupNormCall byLast = GroupNormCall.of(Tensor.copyOf(last, Shape.of(2, 50, 6), DType.F64, device), 3)
                    .withLayout(ChannelLayout.CHANNELS_LAST);
            double[] a = Norms.groupNorm(byFirst).output().toDoubleArray();
            double[] b = Norms.groupNorm(byLast).output().toDoubleArray();
            for (int i = 0; i < first.length; i++) {
                assertThat(b[atLast(i)]).isCloseTo(a[i], Offset.offset(1e-13));
            }
        }

        private static int atLast(int i) {
            return (i / 300 * 50 + i % 50) * 6 + i / 50 % 6;
        }

        @ParameterizedTest
        @MethodSource("devices")
        void dxSumsToZeroInEveryGroup(Device device) {
            Tensor x = random(1, Shape.of(3, 6, 50), DType.F64, device);
            Tensor dy = random(2, x.shape(), DType.F64, device);
            GroupNormCall call = GroupNormCall.of(x, 2).withWeight(random(3, Shape.of(6), DType.F64, device));
            double[] dx = Norms.groupNormBackward(GroupNormBackwardCall.of(call, dy))
                    .dx()
                    .toDoubleArray();
            for (int group = 0; group < 6; group++) {
                assertThat(Arrays.stream(dx, group * 150, (group + 1) * 150).sum())
                        .isCloseTo(0, Offset.offset(1e-11));
            }
        }

        /** A sample's bits don't depend on what else is in the batch, and every run gives the same. */
        @ParameterizedTest
        @MethodSource("types")
        void aSampleIsTheSameInEveryBatch(Device device, DType dtype) {
            for (ChannelLayout layout : ChannelLayout.values()) {
                Shape shape = layout == ChannelLayout.CHANNELS_FIRST ? Shape.of(5, 12, 77) : Shape.of(5, 77, 12);
                int size = 12 * 77;
                Tensor x = random(1, shape, dtype, device);
                GroupNormCall call = GroupNormCall.of(x, 4).withLayout(layout);
                double[] together = Norms.groupNorm(call).output().toDoubleArray();
                assertThat(Norms.groupNorm(call).output().toDoubleArray()).isEqualTo(together);
                double[] alone = Arrays.copyOfRange(x.toDoubleArray(), 2 * size, 3 * size);
                Shape one = Shape.of(1, shape.dim(1), shape.dim(2));
                assertThat(Norms.groupNorm(GroupNormCall.of(Tensor.copyOf(alone, one, dtype, device), 4)
                                        .withLayout(layout))
                                .output()
                                .toDoubleArray())
                        .isEqualTo(Arrays.copyOfRange(together, 2 * size, 3 * size));
            }
        }

        /** The mean is 10 000 standard deviations from zero. */
        @ParameterizedTest
        @MethodSource("devices")
        void farFromZero(Device device) {
            for (ChannelLayout layout : ChannelLayout.values()) {
                Shape shape = layout == ChannelLayout.CHANNELS_FIRST ? Shape.of(2, 6, 700) : Shape.of(2, 700, 6);
                double[] values = new Randoms(1).normal(DType.F32, shape.count(), 1e4, 1);
                for (long groups : new long[] {2, 6}) {
                    double[] exact = Norms.groupNorm(
                                    GroupNormCall.of(Tensor.copyOf(values, shape, DType.F64, Device.SCALAR), groups)
                                            .withLayout(layout))
                            .output()
                            .toDoubleArray();
                    Tensor y = Norms.groupNorm(GroupNormCall.of(Tensor.copyOf(values, shape, DType.F32, device), groups)
                                    .withLayout(layout))
                            .output();
                    assertThat(Closeness.relativeL2(y.toDoubleArray(), exact)).isLessThan(4e-7);
                }
            }
        }

        @ParameterizedTest
        @MethodSource("types")
        void noSamples(Device device, DType dtype) {
            Tensor x = Tensor.zeros(Shape.of(0, 4, 3), dtype, device);
            GroupNormCall call = GroupNormCall.of(x, 2).withWeight(Tensor.full(Shape.of(4), 7, dtype, device));
            assertThat(Norms.groupNorm(call).output().toDoubleArray()).isEmpty();
            assertThat(Norms.groupNormBackward(GroupNormBackwardCall.of(call, x))
                            .dweight()
                            .toDoubleArray())
                    .containsExactly(0, 0, 0, 0);
            assertThat(Norms.instanceNorm(InstanceNormCall.of(x), null).output().toDoubleArray())
                    .isEmpty();
        }

        @ParameterizedTest
        @MethodSource("types")
        void constantGroupsGiveBiasExactly(Device device, DType dtype) {
            for (double value : new double[] {0, 0.1, -3.3333333, 12345.678}) {
                for (ChannelLayout layout : ChannelLayout.values()) {
                    Shape shape = layout == ChannelLayout.CHANNELS_FIRST ? Shape.of(2, 4, 333) : Shape.of(2, 333, 4);
                    GroupNormCall call = GroupNormCall.of(Tensor.full(shape, value, dtype, device), 2)
                            .withLayout(layout)
                            .withWeight(Tensor.full(Shape.of(4), -1.7, dtype, device))
                            .withBias(Tensor.full(Shape.of(4), 0.75, dtype, device));
                    assertThat(Norms.groupNorm(call).output().toDoubleArray()).containsOnly(0.75);
                }
            }
        }

        /** A group of one element gives the bias and no gradient. */
        @ParameterizedTest
        @MethodSource("types")
        void groupsOfOneElement(Device device, DType dtype) {
            Tensor x = random(1, Shape.of(3, 4), dtype, device);
            GroupNormCall call = GroupNormCall.of(x, 4).withBias(Tensor.full(Shape.of(4), 0.75, dtype, device));
            assertThat(Norms.groupNorm(call).output().toDoubleArray()).containsOnly(0.75);
            assertThat(Norms.groupNormBackward(GroupNormBackwardCall.of(call, x))
                            .dx()
                            .toDoubleArray())
                    .containsOnly(0);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void nanAndInfinitySpoilTheirOwnGroupOnly(Device device) {
            for (double poison : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                double[] values = new Randoms(1).normal(DType.F32, 2 * 4 * 100, 0, 1);
                values[250] = poison;
                Tensor x = Tensor.copyOf(values, Shape.of(2, 4, 100), DType.F32, device);
                double[] y = Norms.groupNorm(GroupNormCall.of(x, 2)).output().toDoubleArray();
                for (int i = 0; i < y.length; i++) {
                    if (i / 200 == 1) {
                        assertThat(y[i]).isNaN();
                    } else {
                        assertThat(y[i]).isFinite();
                    }
                }
            }
        }

        private static void near(Tensor actual, Tensor expected, double tolerance) {
            Closeness.assertClose("y", actual.toDoubleArray(), expected.toDoubleArray(), tolerance);
        }

        private static Tensor random(long seed, Shape shape, DType dtype, Device device) {
            return Tensor.copyOf(new Randoms(seed).normal(shape.count(), 0.3, 1), shape, dtype, device);
        }
    }
}
