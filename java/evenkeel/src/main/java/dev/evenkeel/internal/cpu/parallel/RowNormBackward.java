package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.RowNormKernel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of layer and RMS normalization: a few rows at a time, of which the sums that dx needs are taken while they come
 * into the cache; dweight and dbias are columns of totals for each chunk of rows.
 */
public final class RowNormBackward<A> {
    private static final int MOST_CHUNKS = 32;
    private static final int FEWEST_CHUNKS = 8;
    /** Rows of a chunk, so that writing and reading its totals is little beside reading its rows. */
    private static final int ROWS = 96;

    /** Rows after which sums over columns go from the arithmetic's type to double. */
    private static final int PART = 128;

    private static final int ELEMENTS = 1 << 16;
    private static final int MOST_TOTALS = 1 << 22;

    private final RowNormBackwardOp op;
    private final Arithmetic<A> arithmetic;
    private final int cols;
    private final A weight;
    private final Split split;
    /** Whether all sums over columns are short enough for the arithmetic's type. */
    private final boolean few;

    private final RowTotals dweight;
    private final RowTotals dbias;

    private RowNormBackward(Arithmetic<A> arithmetic, RowNormBackwardOp op, Scratch scratch) {
        this.op = op;
        this.arithmetic = arithmetic;
        this.cols = (int) op.geometry().cols();
        this.weight = RowParameters.weight(
                arithmetic.rows(), op.weight(), cols, op.geometry().weightOffset(), scratch);
        this.split = split((int) op.geometry().rows(), cols);
        this.few = split.items() <= PART && split.chunks() == 1 && !op.accumulate();
        this.dweight = RowTotals.of(few ? 0 : split.chunks(), cols, scratch);
        this.dbias = RowTotals.of(few ? 0 : split.chunks(), cols, scratch);
    }

    /** Computes all outputs of {@code op}. */
    public static void run(RowNormBackwardOp op, Execution execution) {
        Arithmetic<?> arithmetic = execution
                .loops()
                .ofGradients(op.geometry().dtype(), op.geometry().cols());
        try (Scratch scratch = Scratch.open()) {
            RowNormBackward<?> backward = new RowNormBackward<>(arithmetic, op, scratch);
            execution.run(backward.split, backward.cols, backward::rows);
            if (!backward.few) {
                long chunks = backward.split.chunks();
                execution.run(Split.of(backward.cols, chunks), chunks, backward::columns);
            }
        }
    }

    private static Split split(int rows, int cols) {
        int enough = Math.max(ELEMENTS / cols, Math.min(ROWS, rows / FEWEST_CHUNKS));
        int most = Math.min(MOST_CHUNKS, Math.max(1, MOST_TOTALS / cols));
        int few = rows / most + (rows % most == 0 ? 0 : 1);
        return new Split(rows, Math.max(1, Math.min(rows, Math.max(enough, few))));
    }

    private void rows(int chunk, int first, int end) {
        Rows<A> rows = arithmetic.rows();
        RowNormKernel<A> kernel = arithmetic.rowNorm();
        try (Scratch scratch = Scratch.open()) {
            A weightPart = rows.take(scratch, cols);
            A biasPart = rows.take(scratch, cols);
            rows.fill(weightPart, 0);
            rows.fill(biasPart, 0);
            RowGradients<A> gradients = new RowGradients<>(arithmetic, op, weight, weightPart, biasPart, scratch);
            if (few) {
                gradients.rows(first, end);
                give(weightPart, op.dweight());
                give(biasPart, op.dbias());
                return;
            }
            for (int row = first; row < end; row += PART) {
                gradients.rows(row, Math.min(PART, end - row) + row);
                kernel.flush(weightPart, dweight.lines(), chunk * cols, cols, row > first);
                kernel.flush(biasPart, dbias.lines(), chunk * cols, cols, row > first);
            }
        }
    }

    private void give(A sums, @Nullable Buffer gradient) {
        if (gradient instanceof HeapBuffer values) {
            arithmetic.rows().store(sums, 0, values, 0, cols);
        }
    }

    private void columns(int chunk, int first, int end) {
        dweight.give(first, end, op.dweight(), op.accumulate());
        dbias.give(first, end, op.dbias(), op.accumulate());
    }
}
