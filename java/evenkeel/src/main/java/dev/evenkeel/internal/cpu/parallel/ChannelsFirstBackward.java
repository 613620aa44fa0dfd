package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.RowKernel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Sums;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Gradients of batch normalization of (outer, channels, inner): a task takes some channels, each from sums to dx. */
final class ChannelsFirstBackward<A> {
    private final ChannelGradients op;
    private final Arithmetic<A> arithmetic;
    private final Rows<A> rows;
    private final RowKernel<A> kernel;
    private final ChannelBlocks<A> blocks;
    private final A weight;
    private final A bias;
    private final double[] dweight;
    private final double[] dbias;

    private ChannelsFirstBackward(Arithmetic<A> arithmetic, ChannelGradients op) {
        this.op = op;
        this.arithmetic = arithmetic;
        this.rows = arithmetic.rows();
        this.kernel = arithmetic.row();
        this.blocks = ChannelBlocks.of(rows, op.geometry());
        this.weight = rows.parameter(op.weight(), blocks.channels(), 1);
        this.bias = rows.parameter(op.bias(), blocks.channels(), 0);
        this.dweight = new double[blocks.channels()];
        this.dbias = new double[blocks.channels()];
    }

    static void run(ChannelGradients op, ParallelChunks threads) {
        ChannelGeometry geometry = op.geometry();
        ChannelsFirstBackward<?> backward =
                new ChannelsFirstBackward<>(Arithmetic.ofGradients(geometry.dtype(), op.count()), op);
        Split split = Split.of(geometry.channels(), geometry.perChannel());
        threads.run(split, geometry.perChannel(), backward::channels);
        ColumnTotals.give(backward.dweight, op.dweight(), op.accumulate());
        ColumnTotals.give(backward.dbias, op.dbias(), op.accumulate());
    }

    private void channels(int chunk, int first, int end) {
        Scratch scratch = new Scratch();
        for (int c = first; c < end; c++) {
            scratch.channel(c);
            Sums sums = op.totals() == null ? sums(c, scratch) : op.totals().at(c);
            dbias[c] = sums.first();
            dweight[c] = sums.second();
            if (op.dx() != null || op.dresidual() != null) {
                store(c, scratch, sums);
            }
        }
    }

    private Sums sums(int channel, Scratch scratch) {
        Sums sums = Sums.NONE;
        for (int at = 0; at < blocks.perChannel(); at += Blocks.LENGTH) {
            scratch.load(channel, at);
            sums = sums.plus(kernel.gradients(scratch.g, scratch.xhat, 0, blocks.length(at)));
        }
        return sums;
    }

    private void store(int channel, Scratch scratch, Sums sums) {
        double count = op.count();
        double scale = scratch.argumentOf.scale();
        for (int at = 0; at < blocks.perChannel(); at += Blocks.LENGTH) {
            int n = blocks.length(at);
            scratch.load(channel, at);
            if (op.dresidual() != null) {
                blocks.store(scratch.g, (HeapBuffer) op.dresidual(), channel, at);
            }
            if (op.dx() != null) {
                if (op.constantStatistics()) {
                    kernel.normalize(scratch.g, n, 0, scale, 0);
                } else {
                    kernel.project(scratch.g, scratch.xhat, n, sums.first() / count, sums.second() / count, scale);
                }
                blocks.store(scratch.g, (HeapBuffer) op.dx(), channel, at);
            }
        }
    }

    /** One task's blocks of g and x̂. */
    private final class Scratch {
        private final A g = rows.allocate(Blocks.LENGTH);
        private final A xhat = rows.allocate(Blocks.LENGTH);
        private final A argument = rows.allocate(op.geometry().relu() ? Blocks.LENGTH : 0);
        private final A residual = rows.allocate(op.geometry().relu() ? Blocks.LENGTH : 0);
        private Normalizer xhatOf = Normalizer.NONE;
        private Normalizer argumentOf = Normalizer.NONE;

        /** Finds out what the blocks of this channel are made with. */
        void channel(int channel) {
            SavedStatistics.Statistics statistics =
                    op.saved().at(channel, c -> ChannelMoments.of(arithmetic, blocks, (HeapBuffer) op.x(), c, xhat));
            xhatOf = statistics.standardizer();
            argumentOf = statistics.normalizer(rows.get(weight, channel), rows.get(bias, channel));
        }

        void load(int channel, int at) {
            int n = blocks.length(at);
            blocks.load((HeapBuffer) op.dy(), channel, at, g);
            blocks.load((HeapBuffer) op.x(), channel, at, xhat);
            if (op.geometry().relu()) {
                System.arraycopy(xhat, 0, argument, 0, n);
                kernel.normalize(argument, n, argumentOf.center(), argumentOf.scale(), argumentOf.offset());
                if (op.residual() != null) {
                    blocks.load((HeapBuffer) op.residual(), channel, at, residual);
                    kernel.add(argument, residual, n);
                }
                kernel.reluGradient(g, argument, n);
            }
            kernel.normalize(xhat, n, xhatOf.center(), xhatOf.scale(), xhatOf.offset());
        }
    }
}
