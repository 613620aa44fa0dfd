package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Group normalization of (samples, channels, inner): a task takes some groups, each from its statistics to its y. */
final class GroupsFirstForward<A> {
    private final Arithmetic<A> arithmetic;
    private final GroupNormForwardOp op;
    private final GroupStatistics statistics;
    private final Rows<A> rows;
    private final GroupBlocks<A> blocks;
    private final A weight;
    private final A bias;

    GroupsFirstForward(Arithmetic<A> arithmetic, GroupNormForwardOp op, GroupStatistics statistics) {
        this.arithmetic = arithmetic;
        this.op = op;
        this.statistics = statistics;
        this.rows = arithmetic.rows();
        this.blocks = GroupBlocks.of(rows, op.geometry());
        this.weight = rows.parameter(op.weight(), blocks.channels(), 1);
        this.bias = rows.parameter(op.bias(), blocks.channels(), 0);
    }

    void run(ParallelChunks threads) {
        GroupGeometry geometry = op.geometry();
        Split split = Split.of(geometry.samples() * geometry.groups(), geometry.perGroup());
        threads.run(split, geometry.perGroup(), this::groups);
    }

    private void groups(int chunk, int first, int end) {
        A v = rows.allocate(Blocks.LENGTH);
        for (int group = first; group < end; group++) {
            Moments moments = ChannelMoments.of(arithmetic, blocks.ofGroups(), (HeapBuffer) op.x(), group, v);
            statistics.give(group, moments);
            if (op.y() instanceof HeapBuffer y) {
                double rstd = moments.rstd(op.geometry().eps());
                for (int i = blocks.firstChannel(group); i < blocks.firstChannel(group + 1); i++) {
                    int c = i % blocks.channels();
                    apply(i, Normalizer.of(moments, rstd, rows.get(weight, c), rows.get(bias, c)), v, y);
                }
            }
        }
    }

    private void apply(int sampleChannel, Normalizer to, A v, HeapBuffer y) {
        ChannelBlocks<A> channel = blocks.ofChannels();
        for (int at = 0; at < channel.perChannel(); at += Blocks.LENGTH) {
            channel.load((HeapBuffer) op.x(), sampleChannel, at, v);
            arithmetic.row().normalize(v, channel.length(at), to.center(), to.scale(), to.offset());
            channel.store(v, y, sampleChannel, at);
        }
    }
}
