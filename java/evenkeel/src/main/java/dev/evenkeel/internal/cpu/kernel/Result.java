package dev.evenkeel.internal.cpu.kernel;

import dev.evenkeel.internal.spi.HeapBuffer;

/**
 * A tensor that loops write as an array of their own type: the tensor's array where it has that type, else scratch from
 * which one part after the other is rounded.
 */
public final class Result<A> {
    private final Rows<A> rows;
    private final HeapBuffer tensor;
    private final boolean direct;
    private final A array;

    private Result(Rows<A> rows, HeapBuffer tensor, boolean direct, A array) {
        this.rows = rows;
        this.tensor = tensor;
        this.direct = direct;
        this.array = array;
    }

    /** Writes {@code tensor} in parts of {@code most} elements or fewer. */
    public static <A> Result<A> of(Rows<A> rows, HeapBuffer tensor, int most, Scratch scratch) {
        boolean direct = rows.holds(tensor);
        return new Result<>(rows, tensor, direct, direct ? rows.array(tensor) : rows.take(scratch, most));
    }

    /** What loops write. */
    public A array() {
        return array;
    }

    /** Whether the array is the tensor's own, and parts may be as long as they like. */
    public boolean direct() {
        return direct;
    }

    /** Where in the array a part begins whose first element is the tensor's element {@code first}. */
    public int at(int first) {
        return direct ? first : 0;
    }

    /** Elements first … first + n − 1 of the tensor have been written to the array. */
    public void store(int first, int n) {
        if (!direct) {
            rows.store(array, 0, tensor, first, n);
        }
    }
}
