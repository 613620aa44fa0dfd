package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Panel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Group normalization of (samples, inner, channels): a task takes some groups' columns, from statistics to y. */
final class GroupsLastForward<A> {
    private final Arithmetic<A> arithmetic;
    private final GroupNormForwardOp op;
    private final GroupStatistics statistics;
    private final GroupColumns columns;
    private final ChannelAffine affine;

    GroupsLastForward(Arithmetic<A> arithmetic, GroupNormForwardOp op, GroupStatistics statistics) {
        this.arithmetic = arithmetic;
        this.op = op;
        this.statistics = statistics;
        this.columns = GroupColumns.of(arithmetic.columnNorm(), op.geometry());
        this.affine = new ChannelAffine(op.weight(), op.bias());
    }

    void run(Execution execution) {
        Split split = Split.of(columns.blocks(op.geometry().samples()), columns.elements());
        execution.run(split, columns.elements(), (chunk, first, end) -> {
            try (Scratch scratch = Scratch.open()) {
                Task task = new Task(scratch);
                for (int number = first; number < end; number++) {
                    task.normalize(number);
                }
            }
        });
    }

    /** What one thread works with. */
    private final class Task {
        private final Rows<A> rows = arithmetic.rows();
        private final GroupMoments<A> moments;
        private final Panel<A> x;
        private final @Nullable Panel<A> y;
        private final A center;
        private final A scale;
        private final A offset;

        Task(Scratch scratch) {
            HeapBuffer from = (HeapBuffer) op.x();
            this.moments =
                    new GroupMoments<>(arithmetic, columns, from, op.geometry().eps(), scratch);
            this.x = Panel.of(arithmetic, from, columns.mostElements(), scratch);
            this.y = op.y() instanceof HeapBuffer into
                    ? Panel.of(arithmetic, into, columns.mostElements(), scratch)
                    : null;
            this.center = rows.take(scratch, columns.mostColumns());
            this.scale = rows.take(scratch, columns.mostColumns());
            this.offset = rows.take(scratch, columns.mostColumns());
        }

        void normalize(int block) {
            moments.find(block);
            for (int group = 0; group < columns.groups(block); group++) {
                statistics.give(columns.first(block) + group, moments.mean(group), moments.variance(group));
            }
            if (y != null) {
                for (int group = 0; group < columns.groups(block); group++) {
                    coefficients(block, group);
                }
                store(block, y);
            }
        }

        /** As {@link Normalizer} has them, without an object for each column. */
        private void coefficients(int block, int group) {
            int from = group * columns.groupChannels();
            int channel = columns.channel(block);
            double near = moments.center(group);
            double rest = moments.rest(group);
            double rstd = moments.rstd(group);
            for (int j = from; j < from + columns.groupChannels(); j++) {
                double its = rstd * affine.weight(channel + j);
                rows.set(center, j, near);
                rows.set(scale, j, its);
                rows.set(offset, j, affine.bias(channel + j) - rest * its);
            }
        }

        private void store(int block, Panel<A> into) {
            for (int pixel = 0; pixel < columns.inner(); pixel += columns.height(block, pixel)) {
                columns.load(x, block, pixel);
                columns.at(into, block, pixel);
                arithmetic.columnNorm().normalize(x, center, scale, offset, into);
                into.store();
            }
        }
    }
}
