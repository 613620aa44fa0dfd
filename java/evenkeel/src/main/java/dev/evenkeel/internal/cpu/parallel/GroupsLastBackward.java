package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Sums;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Gradients of group normalization of (samples, inner, channels): a task takes some groups' columns. */
final class GroupsLastBackward<A> {
    private final Arithmetic<A> arithmetic;
    private final GroupNormBackwardOp op;
    private final GroupGradients gradients;
    private final Rows<A> rows;
    private final SavedStatistics saved;
    private final GroupColumns<A> columns;
    private final A weight;

    GroupsLastBackward(Arithmetic<A> arithmetic, GroupNormBackwardOp op) {
        this.arithmetic = arithmetic;
        this.op = op;
        this.rows = arithmetic.rows();
        this.saved = SavedStatistics.of(op.mean(), op.rstd(), op.geometry().eps());
        this.columns = GroupColumns.of(rows, op.geometry());
        this.gradients = new GroupGradients(op, columns.blocks(op.geometry().samples()), columns.elements());
        this.weight = rows.parameter(op.weight(), (int) op.geometry().channels(), 1);
    }

    void run(ParallelChunks threads) {
        threads.run(gradients.split(), columns.elements(), (chunk, first, end) -> {
            GroupGradients.Chunk totals = gradients.new Chunk();
            for (int number = first; number < end; number++) {
                new Block(columns.block(number)).run(totals);
            }
            totals.end(chunk);
        });
        gradients.give();
    }

    /** One block's columns of g and x̂. */
    private final class Block {
        private final GroupColumns.Block block;
        private final int n;
        private final SavedStatistics.Statistics[] statistics;
        private final A g;
        private final A xhat;
        private final A center;
        private final A scale;
        private final A offset;

        Block(GroupColumns.Block block) {
            this.block = block;
            this.n = columns.columns(block);
            this.statistics = statistics(block);
            this.g = rows.allocate(n);
            this.xhat = rows.allocate(n);
            this.center = columns.spread(block, j -> of(j).standardizer().center());
            this.scale = columns.spread(block, j -> of(j).standardizer().scale());
            this.offset = columns.spread(block, j -> of(j).standardizer().offset());
        }

        void run(GroupGradients.Chunk totals) {
            double[] sumDy = new double[n];
            double[] sumDyXhat = new double[n];
            for (int pixel = 0; pixel < columns.inner(); pixel++) {
                load(pixel);
                arithmetic.columns().sumProducts(sumDyXhat, g, xhat, n);
                arithmetic.columns().sum(sumDy, g, n);
            }
            Sums[] means = new Sums[statistics.length];
            for (int j = 0; j < n; j++) {
                totals.add(channel(j), sumDy[j], sumDyXhat[j]);
                if ((j + 1) % columns.groupChannels() == 0) {
                    means[j / columns.groupChannels()] = totals.means();
                }
            }
            if (op.dx() instanceof HeapBuffer dx) {
                store(means, dx);
            }
        }

        private void store(Sums[] means, HeapBuffer dx) {
            A gain = columns.spread(block, j -> rows.get(weight, channel(j)));
            A meanG = columns.spread(block, j -> means[j / columns.groupChannels()].first());
            A meanGx = columns.spread(block, j -> means[j / columns.groupChannels()].second());
            for (int pixel = 0; pixel < columns.inner(); pixel++) {
                load(pixel);
                arithmetic.row().multiply(g, gain, n);
                arithmetic.columns().project(g, xhat, meanG, meanGx, scale, n);
                columns.store(g, dx, block, pixel);
            }
        }

        private void load(int pixel) {
            columns.load((HeapBuffer) op.dy(), block, pixel, g);
            columns.load((HeapBuffer) op.x(), block, pixel, xhat);
            arithmetic.columns().normalize(xhat, center, scale, offset, n);
        }

        private int channel(int column) {
            return (columns.firstChannel(block) + column) % (int) op.geometry().channels();
        }

        private SavedStatistics.Statistics of(int column) {
            return statistics[column / columns.groupChannels()];
        }

        private SavedStatistics.Statistics[] statistics(GroupColumns.Block of) {
            Moments[] own = saved.complete() ? new Moments[0] : columns.moments(arithmetic, (HeapBuffer) op.x(), of);
            SavedStatistics.Statistics[] all = new SavedStatistics.Statistics[of.end() - of.first()];
            for (int i = 0; i < all.length; i++) {
                int number = i;
                all[i] = saved.at(of.first() + i, group -> own[number]);
            }
            return all;
        }
    }
}
