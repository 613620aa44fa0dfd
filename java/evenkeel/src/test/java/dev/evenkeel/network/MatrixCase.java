package dev.evenkeel.network;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.MatrixProductOp;
import dev.evenkeel.internal.spi.MatrixView;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Randoms;
import java.util.Arrays;

/**
 * A product of random matrices that lie somewhere in larger buffers of NaN.
 *
 * @param gap elements of those buffers before the first row and between rows
 */
record MatrixCase(
        DType dtype, int rows, int cols, int depth, boolean ta, boolean tb, boolean bias, boolean accumulate, int gap) {
    private static final double UNTOUCHED = Double.NaN;

    /** The product and all that its buffer holds besides, on a device. */
    double[] run(Device device) {
        double[] bias = biases();
        try (Tensor a = place(a(), ta ? depth : rows, ta ? rows : depth, device);
                Tensor b = place(b(), tb ? cols : depth, tb ? depth : cols, device);
                Tensor c = place(c(), rows, cols, device);
                Tensor added = Tensor.copyOf(bias, Shape.of(bias.length), dtype, device)) {
            Backends.of(device)
                    .network()
                    .matrices()
                    .multiply(new MatrixProductOp(
                            view(a, ta ? depth : rows, ta ? rows : depth),
                            ta,
                            view(b, tb ? cols : depth, tb ? depth : cols),
                            tb,
                            this.bias ? added.buffer() : null,
                            view(c, rows, cols),
                            accumulate));
            return c.toDoubleArray();
        }
    }

    /** The same by the formula. */
    double[] expected() {
        double[] a = a();
        double[] b = b();
        double[] c = c();
        for (int row = 0; row < rows; row++) {
            for (int col = 0; col < cols; col++) {
                double sum = (accumulate ? c[row * cols + col] : 0) + (bias ? biases()[col] : 0);
                for (int k = 0; k < depth; k++) {
                    sum += a[ta ? k * rows + row : row * depth + k] * b[tb ? col * depth + k : k * cols + col];
                }
                c[row * cols + col] = sum;
            }
        }
        return spread(c, rows, cols);
    }

    private double[] a() {
        return new Randoms(1).normal(dtype, (long) rows * depth, 0, 1);
    }

    private double[] b() {
        return new Randoms(2).normal(dtype, (long) depth * cols, 0, 1);
    }

    /** What c holds before: NaN unless it is added to. */
    private double[] c() {
        int count = rows * cols;
        return accumulate ? new Randoms(3).normal(dtype, count, 0, 1) : Randoms.filled(count, UNTOUCHED);
    }

    private double[] biases() {
        return new Randoms(4).normal(dtype, cols, 0, 1);
    }

    private Tensor place(double[] matrix, int rows, int cols, Device device) {
        double[] all = spread(matrix, rows, cols);
        return Tensor.copyOf(all, Shape.of(all.length), dtype, device);
    }

    private double[] spread(double[] matrix, int rows, int cols) {
        double[] all = new double[gap + rows * (cols + gap)];
        Arrays.fill(all, UNTOUCHED);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(matrix, row * cols, all, gap + row * (cols + gap), cols);
        }
        return all;
    }

    private MatrixView view(Tensor tensor, int rows, int cols) {
        return new MatrixView(tensor.buffer(), gap, rows, cols, cols + gap);
    }
}
