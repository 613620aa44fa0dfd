package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.cpu.kernel.Sums;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Gradients of group normalization of (samples, channels, inner): a task takes some groups, each from sums to dx. */
final class GroupsFirstBackward<A> {
    private final Arithmetic<A> arithmetic;
    private final GroupNormBackwardOp op;
    private final GroupGradients gradients;
    private final GroupPlanes planes;
    private final PlaneGradients.Tensors tensors;
    private final Parameter weight;

    GroupsFirstBackward(Arithmetic<A> arithmetic, GroupNormBackwardOp op) {
        this.arithmetic = arithmetic;
        this.op = op;
        this.planes = GroupPlanes.of(op.geometry());
        this.gradients =
                new GroupGradients(op, planes.groups().channels(), op.geometry().perGroup());
        this.tensors = new PlaneGradients.Tensors(
                (HeapBuffer) op.dy(), (HeapBuffer) op.x(), null, false, (HeapBuffer) op.dx(), null);
        this.weight = Parameter.of(op.weight(), 1);
    }

    void run(Execution execution) {
        execution.run(gradients.split(), op.geometry().perGroup(), this::groups);
        gradients.give();
    }

    /** A chunk may be more than a core's cache holds: it goes from sums to dx in smaller steps. */
    private void groups(int chunk, int first, int end) {
        GroupGradients.Chunk totals = gradients.new Chunk();
        int step = Math.min(
                end - first, planes.groups().step(2 * op.geometry().dtype().bytes()));
        try (Scratch scratch = Scratch.open()) {
            Task task = new Task(totals, scratch, step);
            for (int group = first; group < end; group += step) {
                task.run(group, Math.min(end, group + step));
            }
        }
        totals.end(chunk);
    }

    /** One thread's work. */
    private final class Task {
        private final GroupGradients.Chunk totals;
        private final SavedPlanes<A> saved;
        private final PlaneGradients<A> sums;

        Task(GroupGradients.Chunk totals, Scratch scratch, int most) {
            this.totals = totals;
            this.saved = new SavedPlanes<>(
                    SavedStatistics.of(op.mean(), op.rstd(), op.geometry().eps()),
                    arithmetic,
                    planes.groups(),
                    tensors.x(),
                    scratch,
                    most);
            this.sums =
                    new PlaneGradients<>(arithmetic, planes.ofChannels(), tensors, scratch, planes.firstChannel(most));
        }

        void run(int first, int end) {
            int from = planes.firstChannel(first);
            int to = planes.firstChannel(end);
            saved.find(first, end);
            for (int group = first; group < end; group++) {
                double center = saved.center(group);
                for (int i = planes.firstChannel(group); i < planes.firstChannel(group + 1); i++) {
                    sums.center(i - from, center);
                }
            }
            sums.sum(from, to);
            for (int group = first; group < end; group++) {
                group(group, from);
            }
            if (tensors.dx() != null) {
                sums.write(from, to, false);
            }
        }

        /** From sums to what dx is made with. */
        private void group(int group, int from) {
            double rest = saved.rest(group);
            double rstd = saved.rstd(group);
            for (int i = planes.firstChannel(group); i < planes.firstChannel(group + 1); i++) {
                add(i, i - from, group);
            }
            double meanG = totals.meanG();
            double meanGx = totals.meanGx();
            totals.next();
            for (int i = planes.firstChannel(group); i < planes.firstChannel(group + 1); i++) {
                sums.projection(i - from, rest, rstd, weight.at(planes.channel(i)), meanG, meanGx);
            }
        }

        private void add(int sampleChannel, int i, int group) {
            double sum = sums.sum(i);
            double products = sums.sumXhat(i, saved.rest(group), saved.rstd(group));
            if (Double.isFinite(sum) && Double.isFinite(products)) {
                totals.add(planes.channel(sampleChannel), sum, products);
                return;
            }
            Moments mean = new Moments(saved.center(group), saved.rest(group), Double.NaN);
            Sums exact = ExactSums.gradients(
                    tensors.dy(),
                    tensors.x(),
                    null,
                    planes.ofChannels(),
                    sampleChannel,
                    Normalizer.of(mean, saved.rstd(group), 1, 0),
                    null);
            totals.add(planes.channel(sampleChannel), exact.first(), exact.second());
        }
    }
}
