package dev.evenkeel.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.MatrixBackend;
import dev.evenkeel.internal.spi.MatrixProductOp;
import dev.evenkeel.internal.spi.MatrixView;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Products and sums of matrices against their formulas in double. */
class MatricesTest {
    @Nested
    class Heap extends Cases {
        Heap() {
            super(heap());
        }

        /** Large enough for the loops over vectors and for several chunks. */
        @ParameterizedTest
        @MethodSource("types")
        void large(Device device, DType dtype) {
            check(new MatrixCase(dtype, 131, 257, 139, false, true, true, false, 0), device);
            check(new MatrixCase(dtype, 257, 131, 139, true, false, false, true, 3), device);
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
        private static final int[][] SIZES = {
            {1, 1, 1}, {1, 5, 3}, {5, 1, 3}, {3, 4, 1}, {2, 3, 0}, {0, 3, 2}, {3, 0, 2}, {17, 33, 19}, {65, 70, 33}
        };

        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> types() {
            return devices().stream()
                    .flatMap(d -> Stream.of(DType.F32, DType.F64).map(t -> Arguments.of(d, t)));
        }

        @ParameterizedTest
        @MethodSource("types")
        void products(Device device, DType dtype) {
            for (int[] size : SIZES) {
                for (int options = 0; options < 16; options++) {
                    boolean ta = (options & 1) != 0;
                    boolean tb = (options & 2) != 0;
                    boolean bias = (options & 4) != 0;
                    boolean accumulate = (options & 8) != 0;
                    int gap = options % 3;
                    check(new MatrixCase(dtype, size[0], size[1], size[2], ta, tb, bias, accumulate, gap), device);
                }
            }
        }

        /** A rounding for each term, of partial sums that stay below 8 or so. */
        static void check(MatrixCase product, Device device) {
            double[] actual = product.run(device);
            double each = (product.dtype() == DType.F64 ? 1e-15 : 5e-7) * (product.depth() + 2);
            Closeness.assertWithin(product.toString(), actual, product.expected(), Randoms.filled(actual.length, each));
            assertThat(product.run(device)).as("again: %s", product).isEqualTo(actual);
        }

        /** 0·∞ is NaN, in the rows and columns that it concerns and nowhere else. */
        @ParameterizedTest
        @MethodSource("types")
        void infinityAndNanSpread(Device device, DType dtype) {
            double[] left = {0, 1, Double.NaN, 1};
            double[] right = {Double.POSITIVE_INFINITY, 2, 0, 3};
            try (Tensor a = Tensor.copyOf(left, Shape.of(2, 2), dtype, device);
                    Tensor b = Tensor.copyOf(right, Shape.of(2, 2), dtype, device);
                    Tensor c = Tensor.zeros(Shape.of(2, 2), dtype, device)) {
                matrices(device)
                        .multiply(new MatrixProductOp(
                                MatrixView.of(a.buffer(), 2, 2),
                                false,
                                MatrixView.of(b.buffer(), 2, 2),
                                false,
                                null,
                                MatrixView.of(c.buffer(), 2, 2),
                                false));
                assertThat(c.toDoubleArray()).containsExactly(Double.NaN, 3, Double.NaN, Double.NaN);
            }
        }

        @ParameterizedTest
        @MethodSource("types")
        void sumsOfRows(Device device, DType dtype) {
            for (int[] size : new int[][] {{0, 3}, {1, 1}, {3, 0}, {5, 7}, {300, 3}, {70, 130}}) {
                for (boolean accumulate : new boolean[] {false, true}) {
                    checkSums(size[0], size[1], accumulate, device, dtype);
                }
            }
        }

        private static void checkSums(int rows, int cols, boolean accumulate, Device device, DType dtype) {
            int gap = 2;
            int stride = cols + gap;
            double[] values = new Randoms(1).normal(dtype, gap + rows * (long) stride, 0, 1);
            double[] before = new Randoms(2).normal(dtype, cols, 0, 1);
            double[] expected = accumulate ? before.clone() : new double[cols];
            for (int i = 0; i < rows * cols; i++) {
                expected[i % cols] += values[gap + i / cols * stride + i % cols];
            }
            try (Tensor x = Tensor.copyOf(values, Shape.of(values.length), dtype, device);
                    Tensor sums = Tensor.copyOf(before, Shape.of(cols), dtype, device)) {
                matrices(device)
                        .sumRows(new MatrixView(x.buffer(), gap, rows, cols, stride), sums.buffer(), accumulate);
                Closeness.assertClose(
                        rows + " rows of " + cols, sums.toDoubleArray(), expected, dtype == DType.F64 ? 1e-14 : 1e-6);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void saysWhatMultiplies(Device device) {
            assertThat(matrices(device).description()).isNotBlank().doesNotContain("\n");
        }

        private static MatrixBackend matrices(Device device) {
            return Backends.of(device).network().matrices();
        }
    }
}
