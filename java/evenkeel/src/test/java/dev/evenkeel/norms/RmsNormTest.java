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

/** What holds of RMS norm whatever the numbers, and inputs that such code is known to fail on. */
class RmsNormTest {
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

        /** Scaling a row changes nothing, so without eps the gradient has no part along the row. */
        @ParameterizedTest
        @MethodSource("devices")
        void dxIsAtRightAnglesToX(Device device) {
            Tensor x = random(1, Shape.of(17, 1000), DType.F64, device);
            Tensor dy = random(2, x.shape(), DType.F64, device);
            Tensor weight = random(3, Shape.of(1000), DType.F64, device);
            RmsNormCall call =
                    RmsNormCall.of(x, weight.shape()).withWeight(weight).withEps(0);
            double[] dx =
                    Norms.rmsNormBackward(RmsNormBackwardCall.of(call, dy)).dx().toDoubleArray();
            double[] values = x.toDoubleArray();
            for (int row = 0; row < 17; row++) {
                double along = 0;
                for (int i = row * 1000; i < (row + 1) * 1000; i++) {
                    along += dx[i] * values[i];
                }
                assertThat(along).isCloseTo(0, Offset.offset(1e-10));
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void yHasRootMeanSquareOne(Device device) {
            Tensor x = random(1, Shape.of(5, 4096), DType.F64, device);
            double[] y = Norms.rmsNorm(x, Shape.of(4096), null, 0).toDoubleArray();
            for (int row = 0; row < 5; row++) {
                assertThat(Arrays.stream(y, row * 4096, (row + 1) * 4096)
                                        .map(v -> v * v)
                                        .sum()
                                / 4096)
                        .isCloseTo(1, Offset.offset(1e-12));
            }
        }

        @ParameterizedTest
        @MethodSource("types")
        void aRowIsTheSameInEveryBatch(Device device, DType dtype) {
            int cols = 1000;
            Tensor x = random(1, Shape.of(257, cols), dtype, device);
            double[] together = Norms.rmsNorm(x, Shape.of(cols), null, 1e-6).toDoubleArray();
            double[] values = x.toDoubleArray();
            for (int row : new int[] {0, 1, 128, 256}) {
                double[] alone = Arrays.copyOfRange(values, row * cols, (row + 1) * cols);
                Tensor single = Tensor.copyOf(alone, Shape.of(1, cols), dtype, device);
                assertThat(Norms.rmsNorm(single, Shape.of(cols), null, 1e-6).toDoubleArray())
                        .isEqualTo(Arrays.copyOfRange(together, row * cols, (row + 1) * cols));
            }
        }

        @ParameterizedTest
        @MethodSource("types")
        void everyRunGivesTheSameBits(Device device, DType dtype) {
            Tensor x = random(1, Shape.of(300, 300), dtype, device);
            Tensor weight = random(3, Shape.of(300), dtype, device);
            RmsNormBackwardCall call = RmsNormBackwardCall.of(
                    RmsNormCall.of(x, Shape.of(300)).withWeight(weight), random(2, x.shape(), dtype, device));
            RmsNormGradients first = Norms.rmsNormBackward(call);
            for (int i = 0; i < 5; i++) {
                RmsNormGradients again = Norms.rmsNormBackward(call);
                assertThat(again.dx().toDoubleArray()).isEqualTo(first.dx().toDoubleArray());
                assertThat(again.dweight().toDoubleArray())
                        .isEqualTo(first.dweight().toDoubleArray());
            }
        }

        @ParameterizedTest
        @MethodSource("types")
        void noRows(Device device, DType dtype) {
            Tensor x = Tensor.zeros(Shape.of(0, 3), dtype, device);
            RmsNormCall call = RmsNormCall.of(x, Shape.of(3)).withWeight(Tensor.full(Shape.of(3), 7, dtype, device));
            assertThat(Norms.rmsNorm(call).output().toDoubleArray()).isEmpty();
            assertThat(Norms.rmsNormBackward(RmsNormBackwardCall.of(call, x))
                            .dweight()
                            .toDoubleArray())
                    .containsExactly(0, 0, 0);
        }

        @ParameterizedTest
        @MethodSource("types")
        void zerosStayZeros(Device device, DType dtype) {
            Tensor x = Tensor.zeros(Shape.of(2, 100), dtype, device);
            RmsNormCall call = RmsNormCall.of(x, Shape.of(100));
            assertThat(Norms.rmsNorm(call).output().toDoubleArray()).containsOnly(0);
            Tensor dy = Tensor.full(x.shape(), 1, dtype, device);
            double[] dx =
                    Norms.rmsNormBackward(RmsNormBackwardCall.of(call, dy)).dx().toDoubleArray();
            double rstd = 1 / Math.sqrt(call.eps());
            Closeness.assertClose("dx", dx, Randoms.filled(200, rstd), 4 * dtype.unitRoundoff());
        }

        /** The squares of the largest float16 don't overflow: they are float32's or wider. */
        @ParameterizedTest
        @MethodSource("devices")
        void largestF16(Device device) {
            Tensor x = Tensor.full(Shape.of(1, 1024), -65504, DType.F16, device);
            assertThat(Norms.rmsNorm(x, Shape.of(1024), null, 1e-6).toDoubleArray())
                    .containsOnly(-1);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void nanAndInfinitySpoilTheirOwnRowOnly(Device device) {
            for (double poison : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                double[] values = new Randoms(1).normal(DType.F32, 900, 0, 1);
                values[300 + 17] = poison;
                Tensor x = Tensor.copyOf(values, Shape.of(3, 300), DType.F32, device);
                double[] y = Norms.rmsNorm(x, Shape.of(300), null, 1e-6).toDoubleArray();
                assertThat(y[317]).isNaN();
                for (int i = 0; i < 300; i++) {
                    assertThat(y[i]).isFinite();
                    assertThat(y[600 + i]).isFinite();
                    assertThat(Math.abs(y[300 + i]) > 0).as("a plausible value").isFalse();
                }
            }
        }

        /** y in float32 of 16-bit x is not rounded to 16 bits on the way. */
        @ParameterizedTest
        @MethodSource("devices")
        void outputOfAnotherType(Device device) {
            for (DType half : new DType[] {DType.F16, DType.BF16}) {
                double[] values = new Randoms(1).normal(half, 1000, 0.3, 1);
                Tensor x = Tensor.copyOf(values, Shape.of(1, 1000), half, device);
                double[] exact = Norms.rmsNorm(
                                Tensor.copyOf(values, x.shape(), DType.F64, Device.SCALAR), Shape.of(1000), null, 1e-6)
                        .toDoubleArray();
                RmsNormCall call = RmsNormCall.of(x, Shape.of(1000)).withEps(1e-6);
                Tensor y = Norms.rmsNorm(call.withOutputDType(DType.F32)).output();
                assertThat(y.dtype()).isEqualTo(DType.F32);
                assertThat(Closeness.relativeL2(y.toDoubleArray(), exact)).isLessThan(4e-7);
            }
        }

        private static Tensor random(long seed, Shape shape, DType dtype, Device device) {
            return Tensor.copyOf(new Randoms(seed).normal(shape.count(), 0.3, 1), shape, dtype, device);
        }
    }
}
