package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import java.util.Objects;

/** dx as loops write it: its own array, or scratch where it has another type or dsum is to be added. */
final class RowInputGradient<A> {
    private final RowNormBackwardOp op;
    private final Arithmetic<A> arithmetic;
    private final HeapBuffer dx;
    private final boolean direct;
    private final A array;
    private final A dsum;

    /** Written in parts of {@code most} elements or fewer. */
    RowInputGradient(Arithmetic<A> arithmetic, RowNormBackwardOp op, int most, Scratch scratch) {
        Rows<A> rows = arithmetic.rows();
        this.op = op;
        this.arithmetic = arithmetic;
        this.dx = (HeapBuffer) Objects.requireNonNull(op.dx());
        this.direct = rows.holds(dx) && op.dsum() == null;
        this.array = direct ? rows.array(dx) : rows.take(scratch, most);
        this.dsum = rows.take(scratch, op.dsum() == null ? 0 : most);
    }

    /** What loops write. */
    A array() {
        return array;
    }

    /** Where in the array a part begins whose first element is element {@code first} of dx. */
    int at(int first) {
        return direct ? first : 0;
    }

    /** Elements first … first + n − 1 of dx have been written to the array. */
    void store(int first, int n) {
        if (direct) {
            return;
        }
        if (op.dsum() != null) {
            arithmetic.rows().load((HeapBuffer) op.dsum(), first, dsum, 0, n);
            arithmetic.rows().add(array, dsum, n);
        }
        arithmetic.rows().store(array, 0, dx, first, n);
    }
}
