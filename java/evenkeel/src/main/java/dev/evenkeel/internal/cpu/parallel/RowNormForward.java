package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Result;
import dev.evenkeel.internal.cpu.kernel.RowBlock;
import dev.evenkeel.internal.cpu.kernel.RowNormKernel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Layer and RMS normalization: y of one block of rows is written while the sums of the next one are taken, so that
 * memory is read and written all the time, and only once.
 */
public final class RowNormForward<A> {
    /** Columns that count for the size of a chunk: chunks of longer rows still have several, for blocks to take turns. */
    private static final long COLUMNS = 1 << 13;

    private final RowNormForwardOp op;
    private final Arithmetic<A> arithmetic;
    private final Rows<A> rows;
    private final RowNormKernel<A> kernel;
    private final int cols;
    private final A weight;
    private final A bias;

    private RowNormForward(Arithmetic<A> arithmetic, RowNormForwardOp op, Scratch scratch) {
        this.op = op;
        this.arithmetic = arithmetic;
        this.rows = arithmetic.rows();
        this.kernel = arithmetic.rowNorm();
        this.cols = (int) op.geometry().cols();
        this.weight =
                RowParameters.weight(rows, op.weight(), cols, op.geometry().weightOffset(), scratch);
        this.bias = RowParameters.bias(rows, op.bias(), cols, scratch);
    }

    /** Computes all outputs of {@code op}. */
    public static void run(RowNormForwardOp op, Execution execution) {
        Arithmetic<?> arithmetic = op.residual() == null
                ? execution.loops().of(op.geometry().dtype())
                : execution.loops().ofSum(op.geometry().dtype());
        try (Scratch scratch = Scratch.open()) {
            RowNormForward<?> forward = new RowNormForward<>(arithmetic, op, scratch);
            Split split = Split.of(op.geometry().rows(), Math.min(COLUMNS, forward.cols));
            execution.run(split, forward.cols, forward::rows);
        }
    }

    private void rows(int chunk, int first, int end) {
        try (Scratch scratch = Scratch.open()) {
            if (kernel.shortRows(cols) && direct()) {
                shortRows(first, end);
            } else {
                new Chunk(scratch).rows(first, end);
            }
        }
    }

    /** Whether x and y are in the arithmetic's type, and nothing is added to x. */
    private boolean direct() {
        return op.residual() == null
                && op.sum() == null
                && rows.holds((HeapBuffer) op.x())
                && op.y() instanceof HeapBuffer y
                && rows.holds(y);
    }

    private void shortRows(int first, int end) {
        kernel.normalizeShort(
                rows.array((HeapBuffer) op.x()),
                first * cols,
                rows.array((HeapBuffer) Objects.requireNonNull(op.y())),
                first * cols,
                end - first,
                cols,
                weight,
                bias,
                statistics(op.mean()),
                statistics(op.rstd()),
                first,
                op.geometry().norm() == RowNorm.LAYER,
                op.geometry().eps());
    }

    private @Nullable A statistics(@Nullable Buffer into) {
        return into == null ? null : rows.array((HeapBuffer) into);
    }

    /** What one thread works with. */
    private final class Chunk {
        private final int size = RowBlock.rows(cols);
        private final RowMoments<A> moments = new RowMoments<>(arithmetic, op.geometry());
        private final RowSource<A> source;
        private final @Nullable Result<A> y;

        Chunk(Scratch scratch) {
            this.source = new RowSource<>(arithmetic, op, scratch);
            this.y = op.y() == null ? null : Result.of(rows, (HeapBuffer) op.y(), size * cols, scratch);
        }

        void rows(int first, int end) {
            RowBlock<A> block = source.load(first, Math.min(size, end - first));
            moments.begin(block);
            kernel.sums(block, cols);
            finish(block, first);
            int row = first;
            for (int next = row + size; next < end; next += size) {
                RowBlock<A> ahead = source.load(next, Math.min(size, end - next));
                moments.begin(ahead);
                write(block, row, ahead);
                finish(ahead, next);
                block = ahead;
                row = next;
            }
            write(block, row, null);
        }

        private void write(RowBlock<A> block, int row, @Nullable RowBlock<A> ahead) {
            if (y == null) {
                if (ahead != null) {
                    kernel.sums(ahead, cols);
                }
                return;
            }
            int to = y.at(row * cols);
            if (ahead == null) {
                kernel.normalize(block, y.array(), to, weight, bias, cols);
            } else {
                kernel.normalize(block, y.array(), to, weight, bias, cols, ahead);
            }
            y.store(row * cols, block.count() * cols);
        }

        private void finish(RowBlock<A> block, int row) {
            moments.finish(block);
            give(block.first(), op.mean(), row, block.count());
            give(block.scale(), op.rstd(), row, block.count());
        }
    }

    private static void give(double[] values, @Nullable Buffer into, int at, int n) {
        if (!(into instanceof HeapBuffer buffer)) {
            return;
        }
        if (buffer.dtype() == DType.F32) {
            float[] floats = buffer.floats();
            for (int t = 0; t < n; t++) {
                floats[at + t] = (float) values[t];
            }
        } else {
            for (int t = 0; t < n; t++) {
                buffer.set(at + t, values[t]);
            }
        }
    }
}
