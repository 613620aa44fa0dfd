package dev.evenkeel.internal.cpu.kernel;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.HalfFloats;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.Arrays;

/** F32, F16 and BF16 tensors in {@code float[]} rows. */
final class FloatRows implements Rows<float[]> {
    @Override
    public float[] allocate(int n) {
        return new float[n];
    }

    @Override
    public boolean holds(HeapBuffer tensor) {
        return tensor.dtype() == DType.F32;
    }

    @Override
    public float[] array(HeapBuffer tensor) {
        return tensor.floats();
    }

    @Override
    public float[] take(Scratch scratch, int n) {
        return scratch.floats(n);
    }

    @Override
    public void load(HeapBuffer from, int at, float[] row, int to, int n) {
        switch (from.dtype()) {
            case F16 -> widenF16(from.bits(), at, row, to, n);
            case BF16 -> widenBf16(from.bits(), at, row, to, n);
            default -> System.arraycopy(from.floats(), at, row, to, n);
        }
    }

    @Override
    public void store(float[] row, int from, HeapBuffer into, int at, int n) {
        switch (into.dtype()) {
            case F16 -> narrowF16(row, from, into.bits(), at, n);
            case BF16 -> narrowBf16(row, from, into.bits(), at, n);
            default -> System.arraycopy(row, from, into.floats(), at, n);
        }
    }

    @Override
    public void add(float[] row, float[] summand, int n) {
        for (int i = 0; i < n; i++) {
            row[i] += summand[i];
        }
    }

    @Override
    public double get(float[] row, int i) {
        return row[i];
    }

    @Override
    public void set(float[] row, int i, double value) {
        row[i] = (float) value;
    }

    @Override
    public void fill(float[] row, double value) {
        Arrays.fill(row, (float) value);
    }

    @Override
    public double round(double value) {
        return (float) value;
    }

    private static void widenF16(short[] bits, int at, float[] row, int to, int n) {
        for (int i = 0; i < n; i++) {
            row[to + i] = HalfFloats.fromF16(bits[at + i]);
        }
    }

    private static void widenBf16(short[] bits, int at, float[] row, int to, int n) {
        for (int i = 0; i < n; i++) {
            row[to + i] = HalfFloats.fromBf16(bits[at + i]);
        }
    }

    private static void narrowF16(float[] row, int from, short[] bits, int at, int n) {
        for (int i = 0; i < n; i++) {
            bits[at + i] = HalfFloats.toF16(row[from + i]);
        }
    }

    private static void narrowBf16(float[] row, int from, short[] bits, int at, int n) {
        for (int i = 0; i < n; i++) {
            bits[at + i] = HalfFloats.toBf16(row[from + i]);
        }
    }
}
