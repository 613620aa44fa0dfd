package dev.evenkeel.norms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Relative L2 error of y, and of the gradients where statistics are recomputed, against exact statistics, computed in decimal with 40 digits. Large means are where formulas
 * of the kind x·scale + shift lose their digits.
 */
class AccuracyTest {
    @Nested
    class Heap extends Cases {
        Heap() {
            super(heap());
        }

        Stream<Arguments> inputs() {
            return devices().stream()
                    .flatMap(d -> Stream.of(
                            Arguments.of(d, DType.F32, 1000, 0.0, 2e-7),
                            Arguments.of(d, DType.F32, 1000, 1e4, 2e-7),
                            Arguments.of(d, DType.F32, 100_003, 1e4, 2e-7),
                            Arguments.of(d, DType.F32, 1000, 1e6, 2e-7),
                            Arguments.of(d, DType.F64, 1000, 0.0, 1e-14),
                            Arguments.of(d, DType.F64, 1000, 1e4, 1e-14),
                            Arguments.of(d, DType.F64, 1000, 1e6, 1e-14),
                            Arguments.of(d, DType.F64, 1_000_000, 1e4, 1e-13)));
        }
    }

    /** Statistics in float32, the mean in two of them. */
    @Nested
    @Tag("gpu")
    class Cuda extends Cases {
        Cuda() {
            super(cuda());
        }

        Stream<Arguments> inputs() {
            return devices().stream()
                    .flatMap(d -> Stream.of(
                            Arguments.of(d, DType.F32, 1000, 0.0, 4e-7),
                            Arguments.of(d, DType.F32, 1000, 1e4, 4e-7),
                            Arguments.of(d, DType.F32, 1000, 1e6, 4e-7),
                            Arguments.of(d, DType.F64, 1000, 1e4, 1e-14)));
        }
    }

    abstract static class Cases extends OnDevices {
        private static final MathContext DIGITS = new MathContext(40);
        private static final double EPS = 1e-5;
        /** The same for all devices, and slow to compute. */
        private static final Map<String, double[]> EXACT = new ConcurrentHashMap<>();

        Cases(List<Device> devices) {
            super(devices);
        }

        @ParameterizedTest
        @MethodSource("inputs")
        void y(Device device, DType dtype, int n, double mean, double tolerance) {
            compare(device, dtype, new Randoms(7).normal(dtype, n, mean, 1), n + " around " + mean, tolerance);
        }

        /** Parts of the batch have different means, as when it is sorted: where merging partial statistics may err. */
        @ParameterizedTest
        @MethodSource("inputs")
        void drift(Device device, DType dtype, int n, double mean, double tolerance) {
            double[] values = new Randoms(8).normal(n, mean, 1);
            for (int i = 0; i < n; i++) {
                values[i] += i * (20.0 / n);
            }
            compare(device, dtype, Randoms.rounded(values, dtype), n + " drifting from " + mean, tolerance);
        }

        /** x + residual has more digits than x's type: rounding the sum would cost more than all the rest. */
        @ParameterizedTest
        @MethodSource("inputs")
        void yOfASum(Device device, DType dtype, int n, double mean, double tolerance) {
            double[] x = new Randoms(10).normal(dtype, n, mean, 1);
            double[] residual = new Randoms(11).normal(dtype, n, 0, 1);
            double[] sum = new double[n];
            for (int i = 0; i < n; i++) {
                sum[i] = x[i] + residual[i];
            }
            double[] exact = EXACT.computeIfAbsent(dtype + " sum " + n + " " + mean, key -> standardized(sum));
            Shape row = Shape.of(1, n);
            LayerNormCall call = LayerNormCall.of(Tensor.copyOf(x, row, dtype, device), Shape.of(n))
                    .withResidual(Tensor.copyOf(residual, row, dtype, device));
            // the exact sum of two doubles is no double: there the reference itself is rounded
            double bound = dtype == DType.F64 ? Math.max(tolerance, Math.abs(mean) * 1e-15) : tolerance;
            assertThat(Closeness.relativeL2(Norms.layerNorm(call).output().toDoubleArray(), exact))
                    .isLessThan(bound);
        }

        /** One row and dy = 1 make dweight x̂ itself. */
        @ParameterizedTest
        @MethodSource("inputs")
        void dweightWithoutSavedStatistics(Device device, DType dtype, int n, double mean, double tolerance) {
            double[] values = new Randoms(9).normal(dtype, n, mean, 1);
            double[] exact = EXACT.computeIfAbsent(dtype + " dweight " + n + " " + mean, key -> standardized(values));
            Tensor row = Tensor.copyOf(values, Shape.of(1, n), dtype, device);
            Tensor ones = Tensor.full(Shape.of(1, n), 1, dtype, device);
            Tensor dweight = Tensor.empty(Shape.of(n), dtype, device);
            Norms.layerNormBackward(
                    LayerNormBackwardCall.of(LayerNormCall.of(row, Shape.of(n)), ones),
                    new LayerNormGradients(null, dweight, null));
            assertThat(Closeness.relativeL2(dweight.toDoubleArray(), exact)).isLessThan(tolerance);
        }

        private static void compare(Device device, DType dtype, double[] values, String name, double tolerance) {
            int n = values.length;
            double[] exact = EXACT.computeIfAbsent(dtype + " " + name, key -> standardized(values));
            Tensor row = Tensor.copyOf(values, Shape.of(1, n), dtype, device);
            Tensor column = Tensor.copyOf(values, Shape.of(n, 1), dtype, device);
            Tensor plane = Tensor.copyOf(values, Shape.of(1, 1, n), dtype, device);
            assertThat(Closeness.relativeL2(
                            Norms.layerNorm(row, Shape.of(n), null, null, EPS).toDoubleArray(), exact))
                    .as("layer norm")
                    .isLessThan(tolerance);
            for (Tensor x : List.of(column, plane)) {
                assertThat(Closeness.relativeL2(
                                Norms.batchNorm(BatchNormCall.of(x), null)
                                        .output()
                                        .toDoubleArray(),
                                exact))
                        .as("batch norm of %s", x.shape())
                        .isLessThan(tolerance);
            }
        }

        private static double[] standardized(double[] values) {
            BigDecimal n = BigDecimal.valueOf(values.length);
            BigDecimal sum = BigDecimal.ZERO;
            for (double value : values) {
                sum = sum.add(new BigDecimal(value));
            }
            BigDecimal mean = sum.divide(n, DIGITS);
            double[] deviations = new double[values.length];
            BigDecimal squares = BigDecimal.ZERO;
            for (int i = 0; i < values.length; i++) {
                BigDecimal deviation = new BigDecimal(values[i]).subtract(mean, DIGITS);
                squares = squares.add(deviation.multiply(deviation, DIGITS), DIGITS);
                deviations[i] = deviation.doubleValue();
            }
            double std = squares.divide(n, DIGITS)
                    .add(new BigDecimal(EPS))
                    .sqrt(DIGITS)
                    .doubleValue();
            for (int i = 0; i < values.length; i++) {
                deviations[i] /= std;
            }
            return deviations;
        }
    }
}
