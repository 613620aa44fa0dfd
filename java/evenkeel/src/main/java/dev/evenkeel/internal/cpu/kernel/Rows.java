package dev.evenkeel.internal.cpu.kernel;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Rows as kernels compute on them: arrays of the arithmetic's type, counted from 0, whatever type the tensor has. All
 * arrays of a loop have the same index, which is what lets the JVM's compiler vectorize it.
 *
 * @param <A> {@code float[]} for F32, F16 and BF16 tensors, {@code double[]} for F64
 */
public interface Rows<A> {
    /** A row of {@code n} zeros. */
    A allocate(int n);

    /** Whether a tensor's own array is one of these rows' type. */
    boolean holds(HeapBuffer tensor);

    /** The array of a tensor that {@link #holds} is true for. */
    A array(HeapBuffer tensor);

    /** A row of at least {@code n} elements of any value. */
    A take(Scratch scratch, int n);

    /** row[to …] = the {@code n} elements of a buffer from {@code at} on, exactly. */
    void load(HeapBuffer from, int at, A row, int to, int n);

    /** The {@code n} elements of a buffer from {@code at} on = row[from …], each rounded once to nearest even. */
    void store(A row, int from, HeapBuffer into, int at, int n);

    /** row ← row + summand, of the first {@code n} elements. */
    void add(A row, A summand, int n);

    /** Element {@code i}. */
    double get(A row, int i);

    /** Sets element {@code i} to the nearest value. */
    void set(A row, int i, double value);

    /** Sets every element to the nearest value. */
    void fill(A row, double value);

    /** The value of this arithmetic nearest to {@code value}. */
    double round(double value);

    /** A row with all elements of a parameter, or of its neutral value where there is none. */
    default A parameter(@Nullable Buffer parameter, int n, double neutral) {
        A row = allocate(n);
        if (parameter == null) {
            fill(row, neutral);
        } else {
            load((HeapBuffer) parameter, 0, row, 0, n);
        }
        return row;
    }

    /** A row with all elements of a weight that is stored as what it is above {@code offset}; ones without a weight. */
    default A weight(@Nullable Buffer weight, int n, double offset) {
        A row = parameter(weight, n, 1);
        for (int i = 0; weight != null && offset != 0 && i < n; i++) {
            set(row, i, get(row, i) + offset);
        }
        return row;
    }
}
