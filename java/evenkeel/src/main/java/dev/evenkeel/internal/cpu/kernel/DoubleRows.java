package dev.evenkeel.internal.cpu.kernel;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.Arrays;

/** Tensors of any type in {@code double[]} rows; those that are not F64 element by element. */
final class DoubleRows implements Rows<double[]> {
    @Override
    public double[] allocate(int n) {
        return new double[n];
    }

    @Override
    public boolean holds(HeapBuffer tensor) {
        return tensor.dtype() == DType.F64;
    }

    @Override
    public double[] array(HeapBuffer tensor) {
        return tensor.doubles();
    }

    @Override
    public double[] take(Scratch scratch, int n) {
        return scratch.doubles(n);
    }

    @Override
    public void load(HeapBuffer from, int at, double[] row, int to, int n) {
        if (from.dtype() == DType.F64) {
            System.arraycopy(from.doubles(), at, row, to, n);
        } else {
            for (int i = 0; i < n; i++) {
                row[to + i] = from.get(at + i);
            }
        }
    }

    @Override
    public void store(double[] row, int from, HeapBuffer into, int at, int n) {
        if (into.dtype() == DType.F64) {
            System.arraycopy(row, from, into.doubles(), at, n);
        } else {
            for (int i = 0; i < n; i++) {
                into.set(at + i, row[from + i]);
            }
        }
    }

    @Override
    public void add(double[] row, double[] summand, int n) {
        for (int i = 0; i < n; i++) {
            row[i] += summand[i];
        }
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
