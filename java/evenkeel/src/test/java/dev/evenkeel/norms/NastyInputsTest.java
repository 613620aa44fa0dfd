package dev.evenkeel.norms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that normalization code is known to fail on. */
class NastyInputsTest {
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
        private static final double EPS = 1e-5;

        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> types() {
            return devices().stream().flatMap(d -> Arrays.stream(DType.values()).map(t -> Arguments.of(d, t)));
        }

        Stream<Arguments> floats() {
            return devices().stream()
                    .flatMap(d -> Stream.of(DType.F32, DType.F64).map(t -> Arguments.of(d, t)));
        }

        Stream<Arguments> poisons() {
            return devices().stream()
                    .flatMap(d -> DoubleStream.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
                            .mapToObj(v -> Arguments.of(d, v)));
        }

        @ParameterizedTest
        @MethodSource("types")
        void noRows(Device device, DType dtype) {
            Tensor x = Tensor.zeros(Shape.of(0, 3), dtype, device);
            Tensor weight = Tensor.full(Shape.of(3), 7, dtype, device);
            LayerNormCall call = LayerNormCall.of(x, Shape.of(3)).withWeight(weight);
            assertThat(Norms.layerNorm(call).output().toDoubleArray()).isEmpty();
            LayerNormGradients gradients = Norms.layerNormBackward(LayerNormBackwardCall.of(call, x));
            assertThat(gradients.dx().toDoubleArray()).isEmpty();
            assertThat(gradients.dweight().toDoubleArray()).containsExactly(0, 0, 0);
            Norms.layerNormBackward(
                    LayerNormBackwardCall.of(call, x).withMode(GradientMode.ACCUMULATE),
                    new LayerNormGradients(null, weight, null));
            assertThat(weight.toDoubleArray()).containsExactly(7, 7, 7);
        }

        @ParameterizedTest
        @MethodSource("types")
        void noBatch(Device device, DType dtype) {
            Tensor x = Tensor.zeros(Shape.of(0, 3, 2), dtype, device);
            Tensor weight = Tensor.full(Shape.of(3), 7, dtype, device);
            BatchNormCall call = BatchNormCall.of(x).withWeight(weight);
            Tensor mean = Tensor.zeros(Shape.of(3), dtype.statistics(), device);
            Tensor variance = Tensor.full(Shape.of(3), 1, dtype.statistics(), device);
            assertThat(Norms.batchNormInference(call, mean, variance).output().toDoubleArray())
                    .isEmpty();
            assertThat(Norms.batchNormBackward(BatchNormBackwardCall.inference(call, x, mean, variance))
                            .dweight()
                            .toDoubleArray())
                    .containsExactly(0, 0, 0);
            assertThatThrownBy(() -> Norms.batchNorm(call, null))
                    .hasMessage("batch norm: expected more than 1 value per channel when training,"
                            + " got input size [0, 3, 2]");
        }

        @ParameterizedTest
        @MethodSource("types")
        void oneElementInARowGivesBiasAndNoGradient(Device device, DType dtype) {
            Tensor x = Tensor.copyOf(new double[] {-3, 0, 1000}, Shape.of(3, 1), dtype, device);
            Tensor weight = Tensor.full(Shape.of(1), 2, dtype, device);
            Tensor bias = Tensor.full(Shape.of(1), 0.75, dtype, device);
            LayerNormCall call =
                    LayerNormCall.of(x, Shape.of(1)).withWeight(weight).withBias(bias);
            assertThat(Norms.layerNorm(call).output().toDoubleArray()).containsOnly(0.75);
            LayerNormGradients gradients = Norms.layerNormBackward(LayerNormBackwardCall.of(call, x));
            assertThat(gradients.dx().toDoubleArray()).containsOnly(0);
            assertThat(gradients.dweight().toDoubleArray()).containsOnly(0);
        }

        /** Not 3e-5 or so, as one gets from x·scale + (bias − mean·scale). */
        @ParameterizedTest
        @MethodSource("floats")
        void constantRowsAndChannelsGiveBiasExactly(Device device, DType dtype) {
            for (double value : new double[] {0, 0.1, -3.3333333, 12345.678, 1e-30, 1e15}) {
                for (int n : new int[] {2, 7, 1000, 4099}) {
                    Tensor x = Tensor.full(Shape.of(3, n), value, dtype, device);
                    double[] bias = new Randoms(1).normal(dtype, n, 0, 1);
                    LayerNormCall row = LayerNormCall.of(x, Shape.of(n))
                            .withWeight(Tensor.full(Shape.of(n), -1.7, dtype, device))
                            .withBias(Tensor.copyOf(bias, Shape.of(n), dtype, device));
                    double[] y = Norms.layerNorm(row).output().toDoubleArray();
                    for (int i = 0; i < y.length; i++) {
                        assertThat(y[i]).isEqualTo(bias[i % n]);
                    }
                    BatchNormCall channel =
                            BatchNormCall.of(x).withWeight(row.weight()).withBias(row.bias());
                    assertThat(Norms.batchNorm(channel, null).output().toDoubleArray())
                            .isEqualTo(y);
                    Tensor wide = Tensor.full(Shape.of(2, 2, n), value, dtype, device);
                    BatchNormCall spatial =
                            BatchNormCall.of(wide).withBias(Tensor.full(Shape.of(2), bias[0], dtype, device));
                    assertThat(Norms.batchNorm(spatial, null).output().toDoubleArray())
                            .containsOnly(bias[0]);
                }
            }
        }

        @ParameterizedTest
        @MethodSource("poisons")
        void nanAndInfinitySpoilTheirOwnRowOnly(Device device, double poison) {
            int cols = 300;
            double[] values = new Randoms(1).normal(DType.F32, 5L * cols, 0, 1);
            Tensor clean = Tensor.copyOf(values, Shape.of(5, cols), DType.F32, device);
            double[] expected =
                    Norms.layerNorm(clean, Shape.of(cols), null, null, EPS).toDoubleArray();
            values[2 * cols + 17] = poison;
            Tensor poisoned = Tensor.copyOf(values, Shape.of(5, cols), DType.F32, device);
            LayerNormCall call = LayerNormCall.of(poisoned, Shape.of(cols));
            LayerNormResult forward = Norms.layerNorm(call);
            double[] dx = Norms.layerNormBackward(
                            LayerNormBackwardCall.of(call, clean).withSaved(forward.mean(), forward.rstd()))
                    .dx()
                    .toDoubleArray();
            double[] y = forward.output().toDoubleArray();
            for (int i = 0; i < y.length; i++) {
                if (i / cols == 2) {
                    assertThat(y[i]).isNaN();
                    assertThat(dx[i]).isNaN();
                } else {
                    assertThat(y[i]).isEqualTo(expected[i]);
                    assertThat(dx[i]).isFinite();
                }
            }
        }

        @ParameterizedTest
        @MethodSource("poisons")
        void nanAndInfinitySpoilTheirOwnChannelOnly(Device device, double poison) {
            for (ChannelLayout layout : ChannelLayout.values()) {
                int inner = layout == ChannelLayout.CHANNELS_FIRST ? 100 : 1;
                Shape shape = inner == 1 ? Shape.of(4, 100, 3) : Shape.of(4, 3, 100);
                double[] values = new Randoms(1).normal(DType.F32, shape.count(), 0, 1);
                BatchNormCall clean = BatchNormCall.of(Tensor.copyOf(values, shape, DType.F32, device))
                        .withLayout(layout)
                        .withActivation(Activation.RELU);
                double[] expected = Norms.batchNorm(clean, null).output().toDoubleArray();
                values[inner] = poison;
                Tensor poisoned = Tensor.copyOf(values, shape, DType.F32, device);
                BatchNormCall call =
                        BatchNormCall.of(poisoned).withLayout(layout).withActivation(Activation.RELU);
                double[] y = Norms.batchNorm(call, null).output().toDoubleArray();
                for (int i = 0; i < y.length; i++) {
                    if (i / inner % 3 == 1) {
                        assertThat(y[i]).isNaN();
                    } else {
                        assertThat(y[i]).isEqualTo(expected[i]);
                    }
                }
            }
        }

        /** With constant statistics a value spoils nothing but itself, and no gradient. */
        @ParameterizedTest
        @MethodSource("poisons")
        void inInferenceOnlyTheElementIsSpoilt(Device device, double poison) {
            Tensor x = Tensor.copyOf(new double[] {1, poison, 2, 3}, Shape.of(2, 2), DType.F32, device);
            Tensor mean = Tensor.zeros(Shape.of(2), DType.F32, device);
            Tensor variance = Tensor.full(Shape.of(2), 1, DType.F32, device);
            BatchNormCall call = BatchNormCall.of(x).withEps(0);
            assertThat(Norms.batchNormInference(call, mean, variance).output().toDoubleArray())
                    .containsExactly(1, poison, 2, 3);
            Tensor dy = Tensor.full(Shape.of(2, 2), 1, DType.F32, device);
            assertThat(Norms.batchNormBackward(BatchNormBackwardCall.inference(call, dy, mean, variance))
                            .dx()
                            .toDoubleArray())
                    .containsOnly(1);
        }

        /** As in PyTorch, no gradient passes where relu's argument is exactly 0, and all of it where that is NaN. */
        @ParameterizedTest
        @MethodSource("devices")
        void reluAtItsKink(Device device) {
            double[] values = {-1, -0.0, 0, 1, Double.NaN, 2};
            Tensor mean = Tensor.zeros(Shape.of(1), DType.F32, device);
            Tensor variance = Tensor.full(Shape.of(1), 1, DType.F32, device);
            for (ChannelLayout layout : ChannelLayout.values()) {
                Shape shape = layout == ChannelLayout.CHANNELS_FIRST ? Shape.of(1, 1, 6) : Shape.of(1, 6, 1);
                BatchNormCall call = BatchNormCall.of(Tensor.copyOf(values, shape, DType.F32, device))
                        .withLayout(layout)
                        .withActivation(Activation.RELU)
                        .withEps(0);
                double[] y =
                        Norms.batchNormInference(call, mean, variance).output().toDoubleArray();
                Closeness.assertClose("y", y, new double[] {0, 0, 0, 1, Double.NaN, 2}, 0);
                Tensor dy = Tensor.full(shape, 3, DType.F32, device);
                assertThat(Norms.batchNormBackward(BatchNormBackwardCall.inference(call, dy, mean, variance))
                                .dx()
                                .toDoubleArray())
                        .containsExactly(0, 0, 0, 3, 3, 3);
            }
        }

        /** Far below eps: y is x/√eps, and nothing is flushed on the way that shows. */
        @ParameterizedTest
        @MethodSource("devices")
        void denormals(Device device) {
            double[] values = new Randoms(1).normal(DType.F32, 64, 0, 1e-40);
            Tensor x = Tensor.copyOf(values, Shape.of(1, 64), DType.F32, device);
            double[] y = Norms.layerNorm(x, Shape.of(64), null, null, EPS).toDoubleArray();
            double mean = DoubleStream.of(values).average().orElseThrow();
            for (int i = 0; i < y.length; i++) {
                assertThat(y[i]).isBetween(-1e-36, 1e-36);
                if (!runsKernels(device)) {
                    assertThat(y[i]).isCloseTo((values[i] - mean) / Math.sqrt(EPS), within(1e-41));
                }
            }
        }

        /**
         * 1e30 squared is beyond float32. Where squares are summed in float64 the result is as for any other number;
         * where they are summed in float32 the variance is infinite, rstd 0 or NaN, and y never a plausible wrong value.
         */
        @ParameterizedTest
        @MethodSource("devices")
        void squaresBeyondFloat32(Device device) {
            double[] unit = new Randoms(1).normal(512, 0.5, 1);
            double[] huge =
                    Randoms.rounded(Arrays.stream(unit).map(v -> v * 1e30).toArray(), DType.F32);
            Tensor x = Tensor.copyOf(huge, Shape.of(2, 256), DType.F32, device);
            LayerNormResult actual = Norms.layerNorm(LayerNormCall.of(x, Shape.of(256)));
            Tensor reference = Tensor.copyOf(huge, Shape.of(2, 256), DType.F64, Device.SCALAR);
            double[] expected =
                    Norms.layerNorm(reference, Shape.of(256), null, null, EPS).toDoubleArray();
            double[] y = actual.output().toDoubleArray();
            double[] rstd = actual.rstd().toDoubleArray();
            for (int row = 0; row < 2; row++) {
                if (runsKernels(device) && !(rstd[row] > 0)) {
                    assertThat(Arrays.stream(y, row * 256, row * 256 + 256)).allMatch(v -> v == 0 || Double.isNaN(v));
                } else {
                    Closeness.assertClose(
                            "row " + row,
                            Arrays.copyOfRange(y, row * 256, row * 256 + 256),
                            Arrays.copyOfRange(expected, row * 256, row * 256 + 256),
                            1e-6);
                }
            }
        }

        /** The statistics of 16-bit types are float32: the squares of 65504 don't overflow. */
        @ParameterizedTest
        @MethodSource("devices")
        void largestF16(Device device) {
            double[] values = new double[1024];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 2 == 0 ? 65504 : -65504;
            }
            Tensor x = Tensor.copyOf(values, Shape.of(1, 1024), DType.F16, device);
            double[] y = Norms.layerNorm(x, Shape.of(1024), null, null, EPS).toDoubleArray();
            assertThat(y).containsOnly(1, -1);
            Tensor column = Tensor.copyOf(values, Shape.of(512, 2), DType.F16, device);
            assertThat(Norms.batchNorm(BatchNormCall.of(column), null).mean().toDoubleArray())
                    .containsExactly(65504, -65504);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void epsZero(Device device) {
            Tensor x = Tensor.copyOf(new double[] {1, 3, 5, 5}, Shape.of(2, 2), DType.F32, device);
            double[] y = Norms.layerNorm(x, Shape.of(2), null, null, 0).toDoubleArray();
            assertThat(y[0]).isEqualTo(-1);
            assertThat(y[1]).isEqualTo(1);
            assertThat(y[2]).as("0·(1/√0)").isNaN();
        }

        @ParameterizedTest
        @MethodSource("devices")
        void moreElementsThanAnArrayHolds(Device device) {
            if (runsKernels(device)) {
                return;
            }
            assertThatThrownBy(() -> Tensor.empty(Shape.of(1L << 16, 1L << 16), DType.F16, device))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a tensor on the heap holds at most 2147483639 elements, not 4294967296");
        }

        private static org.assertj.core.data.Offset<Double> within(double offset) {
            return org.assertj.core.data.Offset.offset(offset);
        }
    }
}
