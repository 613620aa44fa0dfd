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
                    task.normalize(columns.block(number));
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

        void normalize(GroupColumns.Block block) {
            Moments[] ofGroups = moments.of(block);
            for (int g = 0; g < ofGroups.length; g++) {
                statistics.give(block.first() + g, ofGroups[g]);
            }
            if (y != null) {
                coefficients(block, ofGroups);
                store(block, y);
            }
        }

        private void coefficients(GroupColumns.Block block, Moments[] ofGroups) {
            for (int j = 0; j < columns.columns(block); j++) {
                Moments its = ofGroups[j / columns.groupChannels()];
                Normalizer normalizer = affine.normalizer(
                        columns.channel(block, j), its, its.rstd(op.geometry().eps()));
                rows.set(center, j, normalizer.center());
                rows.set(scale, j, normalizer.scale());
                rows.set(offset, j, normalizer.offset());
            }
        }

        private void store(GroupColumns.Block block, Panel<A> into) {
            for (int pixel = 0; pixel < columns.inner(); pixel += columns.height(block, pixel)) {
                columns.load(x, block, pixel);
                columns.at(into, block, pixel);
                arithmetic.columnNorm().normalize(x, center, scale, offset, into);
                into.store();
            }
        }
    }
}
