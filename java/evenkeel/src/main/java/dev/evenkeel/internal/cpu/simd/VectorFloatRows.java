package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Rows in float, to and from 16-bit tensors a vector at a time. */
final class VectorFloatRows implements Rows<float[]> {
    private final Rows<float[]> plain;

    VectorFloatRows(Rows<float[]> plain) {
        this.plain = plain;
    }

    @Override
    public void load(HeapBuffer from, int at, float[] row, int to, int n) {
        int done = switch (from.dtype()) {
            case F16 -> HalfVectors.widenF16(from.bits(), at, row, to, n);
            case BF16 -> HalfVectors.widenBf16(from.bits(), at, row, to, n);
            default -> 0;
        };
        plain.load(from, at + done, row, to + done, n - done);
    }

    @Override
    public void store(float[] row, int from, HeapBuffer into, int at, int n) {
        int done = switch (into.dtype()) {
            case F16 -> HalfVectors.narrowF16(row, from, into.bits(), at, n);
            case BF16 -> HalfVectors.narrowBf16(row, from, into.bits(), at, n);
            default -> 0;
        };
        plain.store(row, from + done, into, at + done, n - done);
    }

    @Override
    public float[] allocate(int n) {
        return plain.allocate(n);
    }

    @Override
    public boolean holds(HeapBuffer tensor) {
        return plain.holds(tensor);
    }

    @Override
    public float[] array(HeapBuffer tensor) {
        return plain.array(tensor);
    }

    @Override
    public float[] take(Scratch scratch, int n) {
        return plain.take(scratch, n);
    }

    @Override
    public void add(float[] row, float[] summand, int n) {
        plain.add(row, summand, n);
    }

    @Override
    public double get(float[] row, int i) {
        return plain.get(row, i);
    }

    @Override
    public void set(float[] row, int i, double value) {
        plain.set(row, i, value);
    }

    @Override
    public void fill(float[] row, double value) {
        plain.fill(row, value);
    }

    @Override
    public double round(double value) {
        return plain.round(value);
    }
}
