package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.RowKernel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Sums;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;

/**
 * Gradients of layer and RMS normalization: dx row by row, dweight and dbias as columns of totals for each chunk of
 * rows.
 */
public final class RowNormBackward<A> {
    private static final long MOST_CHUNKS = 32;
    private static final long MOST_TOTALS = 1 << 22;

    private final RowNormBackwardOp op;
    private final Arithmetic<A> arithmetic;
    private final Rows<A> rows;
    private final RowKernel<A> kernel;
    private final int cols;
    private final RowNorm norm;
    private final Split split;
    private final SavedStatistics saved;
    private final A weight;
    private final ColumnTotals dweight;
    private final ColumnTotals dbias;

    private RowNormBackward(Arithmetic<A> arithmetic, RowNormBackwardOp op) {
        this.op = op;
        this.arithmetic = arithmetic;
        this.rows = arithmetic.rows();
        this.kernel = arithmetic.row();
        this.cols = (int) op.geometry().cols();
        this.split = Split.of(op.geometry().rows(), cols, Math.min(MOST_CHUNKS, MOST_TOTALS / cols));
        this.norm = op.geometry().norm();
        this.saved = SavedStatistics.of(op.mean(), op.rstd(), op.geometry().eps());
        this.weight = rows.weight(op.weight(), cols, op.geometry().weightOffset());
        this.dweight = new ColumnTotals(split.chunks());
        this.dbias = new ColumnTotals(split.chunks());
    }

    /** Computes all outputs of {@code op}. */
    public static void run(RowNormBackwardOp op, ParallelChunks threads) {
        RowNormBackward<?> backward = new RowNormBackward<>(
                Arithmetic.ofGradients(op.geometry().dtype(), op.geometry().cols()), op);
        threads.run(backward.split, backward.cols, backward::rows);
        ColumnTotals.give(backward.dweight.combined(), op.dweight(), op.accumulate());
        ColumnTotals.give(backward.dbias.combined(), op.dbias(), op.accumulate());
    }

    private void rows(int chunk, int first, int end) {
        Buffer dx = op.dx();
        A g = rows.allocate(cols);
        A xhat = rows.allocate(cols);
        double[] weightTotals = new double[op.dweight() == null ? 0 : cols];
        double[] biasTotals = new double[op.dbias() == null ? 0 : cols];
        for (int row = first; row < end; row++) {
            rows.load((HeapBuffer) op.dy(), row * cols, g, 0, cols);
            rows.load((HeapBuffer) op.x(), row * cols, xhat, 0, cols);
            SavedStatistics.Statistics statistics = statistics(row, xhat);
            Normalizer to = statistics.standardizer();
            kernel.normalize(xhat, cols, to.center(), to.scale(), to.offset());
            arithmetic.columns().sumProducts(weightTotals, g, xhat, weightTotals.length);
            arithmetic.columns().sum(biasTotals, g, biasTotals.length);
            if (dx != null) {
                kernel.multiply(g, weight, cols);
                Sums sums = sums(g, xhat);
                double meanG = norm == RowNorm.RMS ? 0 : sums.first() / cols;
                kernel.project(g, xhat, cols, meanG, sums.second() / cols, statistics.rstd());
                storeDx((HeapBuffer) dx, row, g, xhat);
            }
        }
        dweight.put(chunk, weightTotals);
        dbias.put(chunk, biasTotals);
    }

    private SavedStatistics.Statistics statistics(int row, A x) {
        return norm == RowNorm.RMS && op.rstd() != null
                ? new SavedStatistics.Statistics(Moments.at(0), ((HeapBuffer) op.rstd()).get(row))
                : saved.at(row, i -> RowMoments.of(norm, arithmetic, x, cols));
    }

    private Sums sums(A g, A xhat) {
        Sums sums = Sums.NONE;
        for (int from = 0; from < cols; from += Blocks.LENGTH) {
            sums = sums.plus(kernel.gradients(g, xhat, from, Blocks.end(from, cols)));
        }
        return sums;
    }

    private void storeDx(HeapBuffer into, int row, A dx, A spare) {
        if (op.dsum() != null) {
            rows.load((HeapBuffer) op.dsum(), row * cols, spare, 0, cols);
            kernel.add(dx, spare, cols);
        }
        rows.store(dx, 0, into, row * cols, cols);
    }
}
