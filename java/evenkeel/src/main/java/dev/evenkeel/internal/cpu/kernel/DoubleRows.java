package dev.evenkeel.internal.cpu.kernel;

import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.Arrays;

/** F64 tensors in {@code double[]} rows. */
final class DoubleRows implements Rows<double[]> {
    @Override
    public double[] allocate(int n) {
        return new double[n];
    }

    @Override
    public void load(HeapBuffer from, int at, double[] row, int to, int n) {
        System.arraycopy(from.doubles(), at, row, to, n);
    }

    @Override
    public void store(double[] row, int from, HeapBuffer into, int at, int n) {
        System.arraycopy(row, from, into.doubles(), at, n);
    }

    @Override
    public double get(double[] row, int i) {
        return row[i];
    }

    @Override
    public void set(double[] row, int i, double value) {
        row[i] = value;
    }

    @Override
    public void fill(double[] row, double value) {
        Arrays.fill(row, value);
    }

    @Override
    public double round(double value) {
        return value;
    }
}
