package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.ColumnKernel;
import dev.evenkeel.internal.cpu.kernel.RowKernel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Gradients of batch normalization of (rows, channels): the sums of all channels, then dx by chunks of rows. */
final class ChannelsLastBackward<A> {
    private static final long MOST_TOTALS = 1 << 22;

    private final ChannelGradients op;
    private final Rows<A> rows;
    private final RowKernel<A> kernel;
    private final ColumnKernel<A> columns;
    private final WideRows<A> wide;
    private final Split split;
    private final ColumnNormalizer<A> xhatOf;
    private final ColumnNormalizer<A> argumentOf;
    private final ColumnTotals dweight;
    private final ColumnTotals dbias;

    private ChannelsLastBackward(Arithmetic<A> arithmetic, ChannelGradients op, ParallelChunks threads) {
        this.op = op;
        this.rows = arithmetic.rows();
        this.kernel = arithmetic.row();
        this.columns = arithmetic.columns();
        this.wide = WideRows.of(rows, op.geometry());
        this.split = Split.of(wide.number(), wide.width(), MOST_TOTALS / wide.channels());
        SavedStatistics.Statistics[] statistics = statistics(arithmetic, threads);
        A weight = rows.parameter(op.weight(), wide.channels(), 1);
        A bias = rows.parameter(op.bias(), wide.channels(), 0);
        Normalizer[] xhats = new Normalizer[wide.channels()];
        Normalizer[] arguments = new Normalizer[wide.channels()];
        for (int c = 0; c < wide.channels(); c++) {
            xhats[c] = statistics[c].standardizer();
            arguments[c] = statistics[c].normalizer(rows.get(weight, c), rows.get(bias, c));
        }
        this.xhatOf = ColumnNormalizer.of(wide, xhats);
        this.argumentOf = ColumnNormalizer.of(wide, arguments);
        this.dweight = new ColumnTotals(split.chunks());
        this.dbias = new ColumnTotals(split.chunks());
    }

    static void run(ChannelGradients op, ParallelChunks threads) {
        new ChannelsLastBackward<>(Arithmetic.ofGradients(op.geometry().dtype(), op.count()), op, threads).run(threads);
    }

    private SavedStatistics.Statistics[] statistics(Arithmetic<A> arithmetic, ParallelChunks threads) {
        Moments[] own = op.saved().complete()
                ? new Moments[0]
                : new ColumnMoments<>(arithmetic, op.geometry(), (HeapBuffer) op.x()).run(threads);
        SavedStatistics.Statistics[] statistics = new SavedStatistics.Statistics[wide.channels()];
        for (int c = 0; c < statistics.length; c++) {
            statistics[c] = op.saved().at(c, i -> own[i]);
        }
        return statistics;
    }

    private void run(ParallelChunks threads) {
        if (op.totals() == null) {
            threads.run(split, wide.width(), this::sums);
        }
        double[] biasTotals =
                op.totals() == null ? dbias.combined() : op.totals().first(wide.channels());
        double[] weightTotals =
                op.totals() == null ? dweight.combined() : op.totals().second(wide.channels());
        if (op.dx() != null || op.dresidual() != null) {
            A meanG = wide.spread(means(biasTotals));
            A meanGx = wide.spread(means(weightTotals));
            threads.run(split, wide.width(), (chunk, first, end) -> store(first, end, meanG, meanGx));
        }
        ColumnTotals.give(weightTotals, op.dweight(), op.accumulate());
        ColumnTotals.give(biasTotals, op.dbias(), op.accumulate());
    }

    private double[] means(double[] totals) {
        double[] means = totals.clone();
        for (int c = 0; c < means.length; c++) {
            means[c] /= op.count();
        }
        return means;
    }

    private void sums(int chunk, int first, int end) {
        Scratch scratch = new Scratch();
        double[] weightTotals = new double[wide.width()];
        double[] biasTotals = new double[wide.width()];
        for (int row = first; row < end; row++) {
            scratch.load(row);
            columns.sumProducts(weightTotals, scratch.g, scratch.xhat, wide.length(row));
            columns.sum(biasTotals, scratch.g, wide.length(row));
        }
        dweight.put(chunk, wide.fold(weightTotals));
        dbias.put(chunk, wide.fold(biasTotals));
    }

    private void store(int first, int end, A meanG, A meanGx) {
        Scratch scratch = new Scratch();
        for (int row = first; row < end; row++) {
            scratch.load(row);
            if (op.dresidual() != null) {
                wide.store(scratch.g, (HeapBuffer) op.dresidual(), row);
            }
            if (op.dx() != null) {
                if (op.constantStatistics()) {
                    kernel.multiply(scratch.g, argumentOf.scale(), wide.length(row));
                } else {
                    columns.project(scratch.g, scratch.xhat, meanG, meanGx, argumentOf.scale(), wide.length(row));
                }
                wide.store(scratch.g, (HeapBuffer) op.dx(), row);
            }
        }
    }

    /** One task's wide rows of g and x̂. */
    private final class Scratch {
        private final A g = rows.allocate(wide.width());
        private final A xhat = rows.allocate(wide.width());
        private final A argument = rows.allocate(op.geometry().relu() ? wide.width() : 0);
        private final A residual = rows.allocate(op.geometry().relu() ? wide.width() : 0);

        void load(int row) {
            int n = wide.length(row);
            wide.load((HeapBuffer) op.dy(), row, g);
            wide.load((HeapBuffer) op.x(), row, xhat);
            if (op.geometry().relu()) {
                System.arraycopy(xhat, 0, argument, 0, n);
                argumentOf.apply(columns, argument, n);
                if (op.residual() != null) {
                    wide.load((HeapBuffer) op.residual(), row, residual);
                    kernel.add(argument, residual, n);
                }
                kernel.reluGradient(g, argument, n);
            }
            xhatOf.apply(columns, xhat, n);
        }
    }
}
