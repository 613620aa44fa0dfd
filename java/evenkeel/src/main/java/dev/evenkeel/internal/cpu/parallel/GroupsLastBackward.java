package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Panel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
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
                SavedColumns<A> statistics =
                        new SavedColumns<>(saved, arithmetic, columns, (HeapBuffer) op.x(), scratch);
                Task task = new Task(scratch, totals);
                GroupsLastBackward<double[]>.Task exact = null;
                for (int block = first; block < end; block++) {
                    statistics.find(block);
                    if (statistics.moderate()) {
                        task.run(block, statistics);
                    } else {
                        exact = exact != null ? exact : inDouble.new Task(scratch, totals);
                        exact.run(block, statistics);
                    }
                }
            }
            totals.end(chunk);
        });
        gradients.give();
    }

    /** What one thread works with. */
    private final class Task {
        private final Rows<A> rows = arithmetic.rows();
        private final GroupGradients.Chunk totals;
        private final Panel<A> dy;
        private final Panel<A> x;
        private final @Nullable Panel<A> dx;
        private final PanelSums<A> sums;
        private final A center;
        private final A scale;
        private final A slope;
        private final A offset;
        private final PanelSums.Loop<A> loop;

        Task(Scratch scratch, GroupGradients.Chunk totals) {
            HeapBuffer from = (HeapBuffer) op.x();
            int most = columns.mostElements();
            this.totals = totals;
            this.dy = Panel.of(arithmetic, (HeapBuffer) op.dy(), most, scratch);
            this.x = Panel.of(arithmetic, from, most, scratch);
            this.dx = op.dx() instanceof HeapBuffer into ? Panel.of(arithmetic, into, most, scratch) : null;
            this.sums = new PanelSums<>(arithmetic, columns.mostColumns(), scratch);
            this.center = rows.take(scratch, columns.mostColumns());
            this.scale = rows.take(scratch, columns.mostColumns());
            this.slope = rows.take(scratch, columns.mostColumns());
            this.offset = rows.take(scratch, columns.mostColumns());
            this.loop = (first, second) -> arithmetic.columnNorm().gradients(dy, x, center, first, second);
        }

        void run(int block, SavedColumns<?> statistics) {
            for (int j = 0; j < columns.columns(block); j++) {
                rows.set(center, j, statistics.center(j / columns.groupChannels()));
            }
            sums.clear();
            for (int pixel = 0; pixel < columns.inner(); pixel += columns.height(block, pixel)) {
                columns.load(dy, block, pixel);
                columns.load(x, block, pixel);
                sums.add(loop);
            }
            for (int group = 0; group < columns.groups(block); group++) {
                coefficients(block, group, statistics.rest(group), statistics.rstd(group));
            }
            if (dx != null) {
                store(block, dx);
            }
        }

        private void coefficients(int block, int group, double rest, double rstd) {
            int from = group * columns.groupChannels();
            int to = from + columns.groupChannels();
            int channel = columns.channel(block);
            for (int j = from; j < to; j++) {
                double dyXhat = (sums.second()[j] - rest * sums.first()[j]) * rstd;
                totals.add(channel + j, sums.first()[j], dyXhat);
            }
            double meanG = totals.meanG();
            double meanGx = totals.meanGx();
            totals.next();
            // all of the only element's g is its mean: exactly nothing is left
            boolean none = columns.perGroup() == 1;
            for (int j = from; j < to; j++) {
                rows.set(scale, j, none ? 0 : rstd * affine.weight(channel + j));
                rows.set(slope, j, none ? 0 : -rstd * rstd * meanGx);
                rows.set(offset, j, none ? 0 : rstd * (rest * rstd * meanGx - meanG));
            }
        }

        private void store(int block, Panel<A> into) {
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
