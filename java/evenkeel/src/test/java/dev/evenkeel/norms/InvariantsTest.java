package dev.evenkeel.norms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
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

/** What holds of normalization whatever the numbers: no oracle needed. */
class InvariantsTest {
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

        Stream<Arguments> types() {
            return devices().stream().flatMap(d -> Arrays.stream(DType.values()).map(t -> Arguments.of(d, t)));
        }

        /** The normalized row doesn't change when all of it moves, so the gradient has no part along (1, …, 1). */
        @ParameterizedTest
        @MethodSource("devices")
        void layerNormDxSumsToZeroInEveryRow(Device device) {
            Tensor x = random(1, Shape.of(17, 1000), DType.F64, device);
            Tensor dy = random(2, x.shape(), DType.F64, device);
            Tensor weight = random(3, Shape.of(1000), DType.F64, device);
            double[] dx = Norms.layerNormBackward(LayerNormBackwardCall.of(
                            LayerNormCall.of(x, weight.shape()).withWeight(weight), dy))
                    .dx()
                    .toDoubleArray();
            for (int row = 0; row < 17; row++) {
                assertThat(Arrays.stream(dx, row * 1000, (row + 1) * 1000).sum())
                        .isCloseTo(0, Offset.offset(1e-10));
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void batchNormDxSumsToZeroInEveryChannel(Device device) {
            for (ChannelLayout layout : ChannelLayout.values()) {
                Shape shape = layout == ChannelLayout.CHANNELS_FIRST ? Shape.of(9, 3, 100) : Shape.of(9, 100, 3);
                BatchNormCall call = BatchNormCall.of(random(1, shape, DType.F64, device))
                        .withLayout(layout)
                        .withWeight(random(3, Shape.of(3), DType.F64, device));
                Tensor dy = random(2, shape, DType.F64, device);
                double[] dx = Norms.batchNormBackward(BatchNormBackwardCall.training(call, dy))
                        .dx()
                        .toDoubleArray();
                double[] sums = new double[3];
                for (int i = 0; i < dx.length; i++) {
                    sums[layout == ChannelLayout.CHANNELS_FIRST ? i / 100 % 3 : i % 3] += dx[i];
                }
                assertThat(sums).containsExactly(new double[3], Offset.offset(1e-10));
            }
        }

        /** y has mean 0 and variance var/(var + eps) in every row. */
        @ParameterizedTest
        @MethodSource("devices")
        void layerNormYIsStandardized(Device device) {
            Tensor x = random(1, Shape.of(5, 4096), DType.F64, device);
            double[] y = Norms.layerNorm(x, Shape.of(4096), null, null, 0).toDoubleArray();
            for (int row = 0; row < 5; row++) {
                double[] values = Arrays.copyOfRange(y, row * 4096, (row + 1) * 4096);
                assertThat(Arrays.stream(values).sum()).isCloseTo(0, Offset.offset(1e-9));
                assertThat(Arrays.stream(values).map(v -> v * v).sum() / 4096).isCloseTo(1, Offset.offset(1e-12));
            }
        }

        /** A row's bits don't depend on what else is in the batch, nor on where in it the row is. */
        @ParameterizedTest
        @MethodSource("types")
        void layerNormOfARowIsTheSameInEveryBatch(Device device, DType dtype) {
            int cols = 1000;
            Tensor x = random(1, Shape.of(257, cols), dtype, device);
            double[] together =
                    Norms.layerNorm(x, Shape.of(cols), null, null, 1e-5).toDoubleArray();
            double[] values = x.toDoubleArray();
            for (int row : new int[] {0, 1, 128, 256}) {
                double[] alone = Arrays.copyOfRange(values, row * cols, (row + 1) * cols);
                Tensor single = Tensor.copyOf(alone, Shape.of(1, cols), dtype, device);
                assertThat(Norms.layerNorm(single, Shape.of(cols), null, null, 1e-5)
                                .toDoubleArray())
                        .isEqualTo(Arrays.copyOfRange(together, row * cols, (row + 1) * cols));
            }
        }

        @ParameterizedTest
        @MethodSource("types")
        void everyRunGivesTheSameBits(Device device, DType dtype) {
            Shape shape = Shape.of(300, 300);
            Shape params = Shape.of(300);
            Tensor x = random(1, shape, dtype, device);
            Tensor dy = random(2, shape, dtype, device);
            Tensor weight = random(3, params, dtype, device);
            LayerNormBackwardCall layer =
                    LayerNormBackwardCall.of(LayerNormCall.of(x, params).withWeight(weight), dy);
            BatchNormBackwardCall batch =
                    BatchNormBackwardCall.training(BatchNormCall.of(x).withWeight(weight), dy);
            LayerNormGradients layerFirst = Norms.layerNormBackward(layer);
            BatchNormGradients batchFirst = Norms.batchNormBackward(batch);
            for (int i = 0; i < 5; i++) {
                LayerNormGradients again = Norms.layerNormBackward(layer);
                assertThat(again.dx().toDoubleArray()).isEqualTo(layerFirst.dx().toDoubleArray());
                assertThat(again.dweight().toDoubleArray())
                        .isEqualTo(layerFirst.dweight().toDoubleArray());
                BatchNormGradients batchAgain = Norms.batchNormBackward(batch);
                assertThat(batchAgain.dx().toDoubleArray())
                        .isEqualTo(batchFirst.dx().toDoubleArray());
                assertThat(batchAgain.dweight().toDoubleArray())
                        .isEqualTo(batchFirst.dweight().toDoubleArray());
            }
        }

        /** Channels-first and channels-last are two ways to write one thing. */
        @ParameterizedTest
        @MethodSource("devices")
        void layoutsAgree(Device device) {
            double[] first = new Randoms(1).normal(4 * 3 * 50, 1, 2);
            double[] last = new double[first.length];
            for (int i = 0; i < first.length; i++) {
                last[(i / 150 * 50 + i % 50) * 3 + i / 50 % 3] = first[i];
            }
            Tensor byFirst = Tensor.copyOf(first, Shape.of(4, 3, 50), DType.F64, device);
            Tensor byLast = Tensor.copyOf(last, Shape.of(4, 50, 3), DType.F64, device);
            double[] a =
                    Norms.batchNorm(BatchNormCall.of(byFirst), null).output().toDoubleArray();
            double[] b = Norms.batchNorm(BatchNormCall.of(byLast).withLayout(ChannelLayout.CHANNELS_LAST), null)
                    .output()
                    .toDoubleArray();
            for (int i = 0; i < first.length; i++) {
                assertThat(b[(i / 150 * 50 + i % 50) * 3 + i / 50 % 3]).isCloseTo(a[i], Offset.offset(1e-13));
            }
        }

        private static Tensor random(long seed, Shape shape, DType dtype, Device device) {
            return Tensor.copyOf(new Randoms(seed).normal(shape.count(), 0.3, 1), shape, dtype, device);
        }
    }
}
