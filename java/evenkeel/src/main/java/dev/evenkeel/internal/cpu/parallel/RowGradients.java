package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Operand;
import dev.evenkeel.internal.cpu.kernel.RowBlock;
import dev.evenkeel.internal.cpu.kernel.RowNormKernel;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import org.jspecify.annotations.Nullable;

/** What one thread works with while it goes through the rows of a chunk. */
final class RowGradients<A> {
    /** Columns of all rows of a block together: of x, dy and dx at once, so many fit the nearest cache. */
    private static final int NEAR = 1 << 10;

    private final RowNormBackwardOp op;
    private final RowNormKernel<A> kernel;
    private final int cols;
    private final double each;
    private final int size;
    private final A weight;
    private final A weightPart;
    private final A biasPart;
    private final RowStatistics<A> statistics;
    private final @Nullable RowInputGradient<A> dx;
    private final RowBlock<A> block;
    private final Operand<A> x;
    private final Operand<A> dy;

    /** Adds to the sums over columns in {@code weightPart} and {@code biasPart}. */
    RowGradients(Arithmetic<A> arithmetic, RowNormBackwardOp op, A weight, A weightPart, A biasPart, Scratch scratch) {
        this.op = op;
        this.kernel = arithmetic.rowNorm();
        this.cols = (int) op.geometry().cols();
        this.each = 1.0 / cols;
        this.size = Math.max(2, Math.min(RowBlock.ROWS, NEAR / cols & -2));
        this.weight = weight;
        this.weightPart = weightPart;
        this.biasPart = biasPart;
        this.statistics = new RowStatistics<>(arithmetic, op);
        this.dx = op.dx() == null ? null : new RowInputGradient<>(arithmetic, op, size * cols, scratch);
        this.block = new RowBlock<>(arithmetic.rows());
        this.x = Operand.of(arithmetic.rows(), (HeapBuffer) op.x(), size * cols, scratch);
        this.dy = Operand.of(arithmetic.rows(), (HeapBuffer) op.dy(), size * cols, scratch);
    }

    /** Rows first … end − 1. */
    void rows(int first, int end) {
        for (int row = first; row < end; row += size) {
            load(row, Math.min(size, end - row));
            kernel.gradientSums(block, weight, weightPart, biasPart, cols);
            if (dx != null) {
                average();
                kernel.project(block, dx.array(), dx.at(row * cols), weight, cols);
                dx.store(row * cols, block.count() * cols);
            }
        }
    }

    private void load(int row, int count) {
        block.set(x.array(), x.load(row * cols, count * cols), count);
        block.setGradients(dy.array(), dy.load(row * cols, count * cols));
        statistics.of(block, row);
    }

    private void average() {
        boolean centered = op.geometry().norm() == RowNorm.LAYER;
        for (int t = 0; t < block.count(); t++) {
            block.first()[t] = centered ? block.first()[t] * each : 0;
            block.second()[t] *= each;
        }
    }
}
