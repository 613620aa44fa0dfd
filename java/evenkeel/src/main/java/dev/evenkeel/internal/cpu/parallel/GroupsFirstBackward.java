package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.RowKernel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Sums;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Gradients of group normalization of (samples, channels, inner): a task takes some groups, each from sums to dx. */
final class GroupsFirstBackward<A> {
    private final Arithmetic<A> arithmetic;
    private final GroupNormBackwardOp op;
    private final GroupGradients gradients;
    private final Rows<A> rows;
    private final RowKernel<A> kernel;
    private final SavedStatistics saved;
    private final GroupBlocks<A> blocks;
    private final A weight;

    GroupsFirstBackward(Arithmetic<A> arithmetic, GroupNormBackwardOp op) {
        this.arithmetic = arithmetic;
        this.op = op;
        GroupGeometry geometry = op.geometry();
        this.gradients = new GroupGradients(op, geometry.samples() * geometry.groups(), geometry.perGroup());
        this.rows = arithmetic.rows();
        this.kernel = arithmetic.row();
        this.saved = SavedStatistics.of(op.mean(), op.rstd(), op.geometry().eps());
        this.blocks = GroupBlocks.of(rows, op.geometry());
        this.weight = rows.parameter(op.weight(), blocks.channels(), 1);
    }

    void run(ParallelChunks threads) {
        threads.run(gradients.split(), op.geometry().perGroup(), this::groups);
        gradients.give();
    }

    private void groups(int chunk, int first, int end) {
        GroupGradients.Chunk totals = gradients.new Chunk();
        A g = rows.allocate(Blocks.LENGTH);
        A xhat = rows.allocate(Blocks.LENGTH);
        for (int group = first; group < end; group++) {
            SavedStatistics.Statistics statistics = saved.at(
                    group, i -> ChannelMoments.of(arithmetic, blocks.ofGroups(), (HeapBuffer) op.x(), i, xhat));
            for (int i = blocks.firstChannel(group); i < blocks.firstChannel(group + 1); i++) {
                Sums sums = sums(i, statistics.standardizer(), g, xhat);
                totals.add(i % blocks.channels(), sums.first(), sums.second());
            }
            Sums means = totals.means();
            if (op.dx() instanceof HeapBuffer dx) {
                for (int i = blocks.firstChannel(group); i < blocks.firstChannel(group + 1); i++) {
                    store(i, statistics, means, g, xhat, dx);
                }
            }
        }
        totals.end(chunk);
    }

    private Sums sums(int sampleChannel, Normalizer to, A g, A xhat) {
        Sums sums = Sums.NONE;
        for (int at = 0; at < blocks.ofChannels().perChannel(); at += Blocks.LENGTH) {
            load(sampleChannel, at, to, g, xhat);
            sums = sums.plus(kernel.gradients(g, xhat, 0, blocks.ofChannels().length(at)));
        }
        return sums;
    }

    private void store(
            int sampleChannel, SavedStatistics.Statistics statistics, Sums means, A g, A xhat, HeapBuffer dx) {
        double gain = rows.get(weight, sampleChannel % blocks.channels());
        for (int at = 0; at < blocks.ofChannels().perChannel(); at += Blocks.LENGTH) {
            int n = blocks.ofChannels().length(at);
            load(sampleChannel, at, statistics.standardizer(), g, xhat);
            kernel.normalize(g, n, 0, gain, 0);
            kernel.project(g, xhat, n, means.first(), means.second(), statistics.rstd());
            blocks.ofChannels().store(g, dx, sampleChannel, at);
        }
    }

    private void load(int sampleChannel, int at, Normalizer to, A g, A xhat) {
        blocks.ofChannels().load((HeapBuffer) op.dy(), sampleChannel, at, g);
        blocks.ofChannels().load((HeapBuffer) op.x(), sampleChannel, at, xhat);
        kernel.normalize(xhat, blocks.ofChannels().length(at), to.center(), to.scale(), to.offset());
    }
}
