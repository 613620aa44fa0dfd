package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Group normalization of (samples, channels, inner): a task takes some groups, each from its statistics to its y. */
final class GroupsFirstForward<A> {
    private final Arithmetic<A> arithmetic;
    private final GroupNormForwardOp op;
    private final GroupStatistics statistics;
    private final GroupPlanes planes;
    private final HeapBuffer x;
    private final Parameter weight;
    private final Parameter bias;

    GroupsFirstForward(Arithmetic<A> arithmetic, GroupNormForwardOp op, GroupStatistics statistics) {
        this.arithmetic = arithmetic;
        this.op = op;
        this.statistics = statistics;
        this.planes = GroupPlanes.of(op.geometry());
        this.x = (HeapBuffer) op.x();
        this.weight = Parameter.of(op.weight(), 1);
        this.bias = Parameter.of(op.bias(), 0);
    }

    void run(Execution execution) {
        execution.run(planes.groups().split(), op.geometry().perGroup(), (chunk, first, end) -> groups(first, end));
    }

    private void groups(int first, int end) {
        int step = planes.groups().step(op.geometry().dtype().bytes());
        try (Scratch scratch = Scratch.open()) {
            PlaneMoments<A> moments = new PlaneMoments<>(
                    arithmetic, planes.groups(), x, op.geometry().eps(), scratch, step);
            PlaneNormalizer<A> normalizer =
                    op.y() instanceof HeapBuffer y ? normalizer(y, scratch, planes.firstChannel(step)) : null;
            for (int from = first; from < end; from += step) {
                int to = Math.min(end, from + step);
                moments.find(from, to);
                for (int group = from; group < to; group++) {
                    statistics.give(group, moments.mean(group - from), moments.variance(group - from));
                }
                if (normalizer != null) {
                    normalize(normalizer, moments, from, to);
                }
            }
        }
    }

    private PlaneNormalizer<A> normalizer(HeapBuffer y, Scratch scratch, int most) {
        return new PlaneNormalizer<>(arithmetic, planes.ofChannels(), x, null, y, false, scratch, most);
    }

    private void normalize(PlaneNormalizer<A> normalizer, PlaneMoments<A> moments, int first, int end) {
        int from = planes.firstChannel(first);
        for (int group = 0; group < end - first; group++) {
            double rstd = moments.rstd(group);
            for (int i = planes.firstChannel(group); i < planes.firstChannel(group + 1); i++) {
                int c = planes.channel(from + i);
                normalizer.set(i, moments.center(group), moments.rest(group), rstd, weight.at(c), bias.at(c));
            }
        }
        normalizer.run(from, planes.firstChannel(end));
    }
}
