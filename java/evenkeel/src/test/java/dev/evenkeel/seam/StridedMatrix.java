package dev.evenkeel.seam;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.MatrixView;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.Randoms;

/**
 * A matrix on a device, with what lies around it, and what is expected there.
 *
 * @param expected the whole buffer; what is written to it is the expected change
 */
record StridedMatrix(double[] expected, int offset, int rows, int cols, int stride, Tensor tensor)
        implements AutoCloseable {
    /** Random numbers with {@code gap} more before the first row, and between rows. */
    static StridedMatrix random(long seed, int rows, int cols, int gap, double std, DType dtype, Device device) {
        int stride = cols + gap;
        double[] values = new Randoms(seed).normal(dtype, (long) rows * stride + gap, 0, std);
        return new StridedMatrix(
                values, gap, rows, cols, stride, Tensor.copyOf(values, Shape.of(values.length), dtype, device));
    }

    MatrixView view() {
        return new MatrixView(tensor.buffer(), offset, rows, cols, stride);
    }

    double get(int row, int col) {
        return expected[offset + row * stride + col];
    }

    void expect(int row, int col, double value) {
        expected[offset + row * stride + col] = value;
    }

    /** The whole buffer is as expected: within the tolerance in the matrix, exactly around it. */
    void check(String what, double tolerance) {
        double largest = 1;
        double[] bounds = new double[expected.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                largest = Math.max(largest, Math.abs(get(r, c)));
            }
        }
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                bounds[offset + r * stride + c] = tolerance * largest;
            }
        }
        Closeness.assertWithin(what, tensor.toDoubleArray(), expected, bounds);
    }

    @Override
    public void close() {
        tensor.close();
    }
}
