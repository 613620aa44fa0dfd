package dev.evenkeel.internal.spi;

import dev.evenkeel.DType;
import java.util.Arrays;

/**
 * Elements in a Java array: {@code float[]} for F32, {@code double[]} for F64, {@code short[]} of bits for F16 and
 * BF16. The memory of the CPU backends, and the form in which data enters and leaves all others.
 */
public final class HeapBuffer implements Buffer {
    /** The longest array that every JVM allocates. */
    public static final int MAX_COUNT = Integer.MAX_VALUE - 8;

    private static final float[] NO_FLOATS = {};
    private static final double[] NO_DOUBLES = {};
    private static final short[] NO_BITS = {};

    private final DType dtype;
    private final float[] floats;
    private final double[] doubles;
    private final short[] bits;

    private HeapBuffer(DType dtype, float[] floats, double[] doubles, short[] bits) {
        this.dtype = dtype;
        this.floats = floats;
        this.doubles = doubles;
        this.bits = bits;
    }

    /**
     * A buffer of zeros.
     *
     * @throws IllegalArgumentException if a Java array cannot hold so many elements
     */
    public static HeapBuffer allocate(DType dtype, long count) {
        if (count > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "a tensor on the heap holds at most " + MAX_COUNT + " elements, not " + count);
        }
        int length = (int) count;
        switch (dtype) {
            case F32:
                return wrap(new float[length]);
            case F64:
                return wrap(new double[length]);
            default:
                return new HeapBuffer(dtype, NO_FLOATS, NO_DOUBLES, new short[length]);
        }
    }

    /** An F32 buffer over the caller's array. */
    public static HeapBuffer wrap(float[] values) {
        return new HeapBuffer(DType.F32, values, NO_DOUBLES, NO_BITS);
    }

    /** An F64 buffer over the caller's array. */
    public static HeapBuffer wrap(double[] values) {
        return new HeapBuffer(DType.F64, NO_FLOATS, values, NO_BITS);
    }

    /** An F16 or BF16 buffer over the caller's array of bits. */
    public static HeapBuffer wrap(short[] bits, DType dtype) {
        if (dtype.bytes() != Short.BYTES) {
            throw new IllegalArgumentException(dtype + " elements are not 16 bits wide");
        }
        return new HeapBuffer(dtype, NO_FLOATS, NO_DOUBLES, bits);
    }

    /** The elements of an F32 buffer; empty for any other. */
    public float[] floats() {
        return floats;
    }

    /** The elements of an F64 buffer; empty for any other. */
    public double[] doubles() {
        return doubles;
    }

    /** The bits of an F16 or BF16 buffer; empty for any other. */
    public short[] bits() {
        return bits;
    }

    /** Element {@code i}, exactly. */
    public double get(int i) {
        switch (dtype) {
            case F32:
                return floats[i];
            case F64:
                return doubles[i];
            case F16:
                return HalfFloats.fromF16(bits[i]);
            default:
                return HalfFloats.fromBf16(bits[i]);
        }
    }

    /** Sets element {@code i} to the value of this buffer's type nearest to {@code value}. */
    public void set(int i, double value) {
        switch (dtype) {
            case F32:
                floats[i] = (float) value;
                break;
            case F64:
                doubles[i] = value;
                break;
            case F16:
                bits[i] = HalfFloats.toF16(value);
                break;
            default:
                bits[i] = HalfFloats.toBf16(value);
        }
    }

    /** Sets every element. */
    public void fill(double value) {
        switch (dtype) {
            case F32:
                Arrays.fill(floats, (float) value);
                break;
            case F64:
                Arrays.fill(doubles, value);
                break;
            default:
                Arrays.fill(bits, dtype == DType.F16 ? HalfFloats.toF16(value) : HalfFloats.toBf16(value));
        }
    }

    /** This buffer's array: what {@code System.arraycopy} and drivers take. */
    public Object array() {
        switch (dtype) {
            case F32:
                return floats;
            case F64:
                return doubles;
            default:
                return bits;
        }
    }

    /** A fresh buffer with these elements in type {@code target}, each rounded once to nearest even. */
    public HeapBuffer convert(DType target) {
        HeapBuffer converted = allocate(target, count());
        if (target == dtype) {
            System.arraycopy(array(), 0, converted.array(), 0, length());
        } else {
            for (int i = 0; i < length(); i++) {
                converted.set(i, get(i));
            }
        }
        return converted;
    }

    /** Number of elements, as arrays count. */
    public int length() {
        return floats.length + doubles.length + bits.length;
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public long count() {
        return length();
    }

    @Override
    public void close() {
        // the garbage collector owns the array
    }
}
