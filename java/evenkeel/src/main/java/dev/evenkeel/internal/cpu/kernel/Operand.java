package dev.evenkeel.internal.cpu.kernel;

import dev.evenkeel.internal.spi.HeapBuffer;

/**
 * A tensor that loops read as an array of their own type: the tensor's array where it has that type, else scratch into
 * which one part after the other is converted.
 */
public final class Operand<A> {
    private final Rows<A> rows;
    private final HeapBuffer tensor;
    private final boolean direct;
    private final A array;

    private Operand(Rows<A> rows, HeapBuffer tensor, boolean direct, A array) {
        this.rows = rows;
        this.tensor = tensor;
        this.direct = direct;
        this.array = array;
    }

    /** Reads {@code tensor} in parts of {@code most} elements or fewer. */
    public static <A> Operand<A> of(Rows<A> rows, HeapBuffer tensor, int most, Scratch scratch) {
        boolean direct = rows.holds(tensor);
        return new Operand<>(rows, tensor, direct, direct ? rows.array(tensor) : rows.take(scratch, most));
    }

    /** What loops read. */
    public A array() {
        return array;
    }

    /** Whether the array is the tensor's own, and parts may be as long as they like. */
    public boolean direct() {
        return direct;
    }

    /** Makes elements first … first + n − 1 of the tensor readable; returns where in the array they begin. */
    public int load(int first, int n) {
        if (direct) {
            return first;
        }
        rows.load(tensor, first, array, 0, n);
        return 0;
    }
}
