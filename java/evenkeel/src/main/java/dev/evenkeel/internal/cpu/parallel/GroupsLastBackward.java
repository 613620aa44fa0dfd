package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Panel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.cpu.kernel.Sums;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Gradients of group normalization of (samples, inner, channels): a task takes some groups' columns. */
final class GroupsLastBackward<A> {
    private final Arithmetic<A> arithmetic;
    private final GroupNormBackwardOp op;
    private final SavedStatistics saved;
    private final GroupColumns columns;
    private final ChannelAffine affine;

    GroupsLastBackward(Arithmetic<A> arithmetic, GroupNormBackwardOp op) {
        this.arithmetic = arithmetic;
        this.op = op;
        this.saved = SavedStatistics.of(op.mean(), op.rstd(), op.geometry().eps());
        this.columns = GroupColumns.of(arithmetic.columnNorm(), op.geometry());
        this.affine = new ChannelAffine(op.weight(), null);
    }

    void run(Execution execution) {
        GroupsLastBackward<double[]> inDouble =
                new GroupsLastBackward<>(execution.loops().doubles(), op);
        GroupGradients gradients =
                new GroupGradients(op, columns.blocks(op.geometry().samples()), columns.elements());
        execution.run(gradients.split(), columns.elements(), (chunk, first, end) -> {
            GroupGradients.Chunk totals = gradients.new Chunk();
            try (Scratch scratch = Scratch.open()) {
                Task task = new Task(scratch);
                for (int number = first; number < end; number++) {
                    GroupColumns.Block block = columns.block(number);
                    SavedStatistics.Statistics[] statistics = task.statistics(block);
                    if (moderate(statistics)) {
                        task.run(block, statistics, totals);
                    } else {
                        inDouble.run(block, statistics, totals);
                    }
                }
            }
            totals.end(chunk);
        });
        gradients.give();
    }

    private void run(GroupColumns.Block block, SavedStatistics.Statistics[] statistics, GroupGradients.Chunk totals) {
        try (Scratch scratch = Scratch.open()) {
            new Task(scratch).run(block, statistics, totals);
        }
    }

    private static boolean moderate(SavedStatistics.Statistics[] statistics) {
        for (SavedStatistics.Statistics its : statistics) {
            if (!ColumnStatistics.moderate(its.rstd())) {
                return false;
            }
        }
        return true;
    }

    /** What one thread works with. */
    private final class Task {
        private final Rows<A> rows = arithmetic.rows();
        private final @Nullable GroupMoments<A> moments;
        private final Panel<A> dy;
        private final Panel<A> x;
        private final @Nullable Panel<A> dx;
        private final PanelSums<A> sums;
        private final A center;
        private final A scale;
        private final A slope;
        private final A offset;

        Task(Scratch scratch) {
            HeapBuffer from = (HeapBuffer) op.x();
            int most = columns.mostElements();
            this.moments = saved.complete()
                    ? null
                    : new GroupMoments<>(
                            arithmetic, columns, from, op.geometry().eps(), scratch);
            this.dy = Panel.of(arithmetic, (HeapBuffer) op.dy(), most, scratch);
            this.x = Panel.of(arithmetic, from, most, scratch);
            this.dx = op.dx() instanceof HeapBuffer into ? Panel.of(arithmetic, into, most, scratch) : null;
            this.sums = new PanelSums<>(arithmetic, columns.mostColumns(), scratch);
            this.center = rows.take(scratch, columns.mostColumns());
            this.scale = rows.take(scratch, columns.mostColumns());
            this.slope = rows.take(scratch, columns.mostColumns());
            this.offset = rows.take(scratch, columns.mostColumns());
        }

        SavedStatistics.Statistics[] statistics(GroupColumns.Block block) {
            Moments[] own = moments == null ? new Moments[0] : moments.of(block);
            SavedStatistics.Statistics[] all = new SavedStatistics.Statistics[block.groups()];
            for (int i = 0; i < all.length; i++) {
                int number = i;
                all[i] = saved.at(block.first() + i, group -> own[number]);
            }
            return all;
        }

        void run(GroupColumns.Block block, SavedStatistics.Statistics[] statistics, GroupGradients.Chunk totals) {
            int n = columns.columns(block);
            for (int j = 0; j < n; j++) {
                rows.set(
                        center,
                        j,
                        statistics[j / columns.groupChannels()].moments().center());
            }
            sums.clear();
            for (int pixel = 0; pixel < columns.inner(); pixel += columns.height(block, pixel)) {
                columns.load(dy, block, pixel);
                columns.load(x, block, pixel);
                sums.add((first, second) -> arithmetic.columnNorm().gradients(dy, x, center, first, second));
            }
            for (int group = 0; group < statistics.length; group++) {
                coefficients(block, group, statistics[group], totals);
            }
            if (dx != null) {
                store(block, dx);
            }
        }

        private void coefficients(
                GroupColumns.Block block, int group, SavedStatistics.Statistics its, GroupGradients.Chunk totals) {
            int from = group * columns.groupChannels();
            int to = from + columns.groupChannels();
            double rstd = its.rstd();
            double rest = its.moments().rest();
            for (int j = from; j < to; j++) {
                double dyXhat = (sums.second()[j] - rest * sums.first()[j]) * rstd;
                totals.add(columns.channel(block, j), sums.first()[j], dyXhat);
            }
            Sums means = totals.means();
            for (int j = from; j < to; j++) {
                if (columns.perGroup() == 1) {
                    // all of g is its mean: exactly nothing is left
                    rows.set(scale, j, 0);
                    rows.set(slope, j, 0);
                    rows.set(offset, j, 0);
                    continue;
                }
                rows.set(scale, j, rstd * affine.weight(columns.channel(block, j)));
                rows.set(slope, j, -rstd * rstd * means.second());
                rows.set(offset, j, rstd * (rest * rstd * means.second() - means.first()));
            }
        }

        private void store(GroupColumns.Block block, Panel<A> into) {
            for (int pixel = 0; pixel < columns.inner(); pixel += columns.height(block, pixel)) {
                columns.load(dy, block, pixel);
                columns.load(x, block, pixel);
                columns.at(into, block, pixel);
                arithmetic.columnNorm().project(dy, x, center, scale, slope, offset, into);
                into.store();
            }
        }
    }
}
