package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Group normalization of (samples, inner, channels): a task takes some groups' columns, from statistics to y. */
final class GroupsLastForward<A> {
    private final Arithmetic<A> arithmetic;
    private final GroupNormForwardOp op;
    private final GroupStatistics statistics;
    private final GroupColumns<A> columns;
    private final A weight;
    private final A bias;

    GroupsLastForward(Arithmetic<A> arithmetic, GroupNormForwardOp op, GroupStatistics statistics) {
        this.arithmetic = arithmetic;
        this.op = op;
        this.statistics = statistics;
        Rows<A> rows = arithmetic.rows();
        int channels = (int) op.geometry().channels();
        this.columns = GroupColumns.of(rows, op.geometry());
        this.weight = rows.parameter(op.weight(), channels, 1);
        this.bias = rows.parameter(op.bias(), channels, 0);
    }

    void run(ParallelChunks threads) {
        Split split = Split.of(columns.blocks(op.geometry().samples()), columns.elements());
        threads.run(split, columns.elements(), (chunk, first, end) -> {
            for (int number = first; number < end; number++) {
                normalize(columns.block(number));
            }
        });
    }

    private void normalize(GroupColumns.Block block) {
        Moments[] moments = columns.moments(arithmetic, (HeapBuffer) op.x(), block);
        for (int g = 0; g < moments.length; g++) {
            statistics.give(block.first() + g, moments[g]);
        }
        if (op.y() instanceof HeapBuffer y) {
            store(block, moments, y);
        }
    }

    private void store(GroupColumns.Block block, Moments[] moments, HeapBuffer y) {
        Normalizer[] channels = normalizers(moments, columns.firstChannel(block));
        A center = columns.spread(block, j -> channels[j].center());
        A scale = columns.spread(block, j -> channels[j].scale());
        A offset = columns.spread(block, j -> channels[j].offset());
        A v = arithmetic.rows().allocate(channels.length);
        for (int pixel = 0; pixel < columns.inner(); pixel++) {
            columns.load((HeapBuffer) op.x(), block, pixel, v);
            arithmetic.columns().normalize(v, center, scale, offset, channels.length);
            columns.store(v, y, block, pixel);
        }
    }

    private Normalizer[] normalizers(Moments[] moments, int firstChannel) {
        Rows<A> rows = arithmetic.rows();
        int channels = (int) op.geometry().channels();
        Normalizer[] normalizers = new Normalizer[moments.length * columns.groupChannels()];
        for (int j = 0; j < normalizers.length; j++) {
            Moments its = moments[j / columns.groupChannels()];
            int c = (firstChannel + j) % channels;
            normalizers[j] = Normalizer.of(its, its.rstd(op.geometry().eps()), rows.get(weight, c), rows.get(bias, c));
        }
        return normalizers;
    }
}
