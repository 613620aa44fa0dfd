package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.RowBlock;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RowNormForwardOp;

/**
 * The rows that are normalized: x itself, or converted to the arithmetic's type, or x + residual. Each block stays as
 * it is until the one after the next is loaded.
 */
final class RowSource<A> {
    private final RowNormForwardOp op;
    private final Arithmetic<A> arithmetic;
    private final Rows<A> rows;
    private final int cols;
    private final boolean direct;
    private final A residual;
    private RowBlock<A> block;
    private RowBlock<A> other;
    private A staged;
    private A otherStaged;

    RowSource(Arithmetic<A> arithmetic, RowNormForwardOp op, Scratch scratch) {
        this.op = op;
        this.arithmetic = arithmetic;
        this.rows = arithmetic.rows();
        this.cols = (int) op.geometry().cols();
        HeapBuffer x = (HeapBuffer) op.x();
        this.direct = op.residual() == null && op.sum() == null && rows.holds(x);
        int count = RowBlock.rows(cols) * cols;
        this.residual = rows.take(scratch, op.residual() == null ? 0 : count);
        this.block = new RowBlock<>(rows);
        this.other = new RowBlock<>(rows);
        this.staged = direct ? rows.array(x) : rows.take(scratch, count);
        this.otherStaged = direct ? staged : rows.take(scratch, count);
    }

    /** {@code count} rows from {@code first} on. */
    RowBlock<A> load(int first, int count) {
        swap();
        int at = first * cols;
        if (direct) {
            block.set(staged, at, count);
        } else {
            stage(at, count * cols);
            block.set(staged, 0, count);
        }
        return block;
    }

    private void stage(int at, int n) {
        rows.load((HeapBuffer) op.x(), at, staged, 0, n);
        if (op.residual() != null) {
            rows.load((HeapBuffer) op.residual(), at, residual, 0, n);
            arithmetic.rows().add(staged, residual, n);
        }
        if (op.sum() != null) {
            rows.store(staged, 0, (HeapBuffer) op.sum(), at, n);
        }
    }

    private void swap() {
        RowBlock<A> last = block;
        block = other;
        other = last;
        A lastStaged = staged;
        staged = otherStaged;
        otherStaged = lastStaged;
    }
}
