package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.cpu.kernel.Sums;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Gradients of batch normalization of (outer, channels, inner): a task takes some channels, each from sums to dx. */
final class ChannelsFirstBackward<A> {
    private final ChannelGradients op;
    private final Arithmetic<A> arithmetic;
    private final Planes planes;
    private final PlaneGradients.Tensors tensors;
    private final Parameter weight;
    private final Parameter bias;

    private ChannelsFirstBackward(Arithmetic<A> arithmetic, ChannelGradients op) {
        this.op = op;
        this.arithmetic = arithmetic;
        this.planes = Planes.of(op.geometry());
        this.tensors = new PlaneGradients.Tensors(
                (HeapBuffer) op.dy(),
                (HeapBuffer) op.x(),
                (HeapBuffer) op.residual(),
                op.geometry().relu(),
                (HeapBuffer) op.dx(),
                (HeapBuffer) op.dresidual());
        this.weight = Parameter.of(op.weight(), 1);
        this.bias = Parameter.of(op.bias(), 0);
    }

    static void run(ChannelGradients op, Execution execution) {
        ChannelGeometry geometry = op.geometry();
        ChannelsFirstBackward<?> backward =
                new ChannelsFirstBackward<>(execution.loops().ofGradients(geometry.dtype(), op.count()), op);
        execution.run(
                backward.planes.split(), geometry.perChannel(), (chunk, first, end) -> backward.channels(first, end));
    }

    private void channels(int first, int end) {
        int step = planes.step(2 * op.geometry().dtype().bytes());
        try (Scratch scratch = Scratch.open()) {
            SavedPlanes<A> saved = new SavedPlanes<>(op.saved(), arithmetic, planes, tensors.x(), scratch, step);
            PlaneGradients<A> gradients = new PlaneGradients<>(arithmetic, planes, tensors, scratch, step);
            for (int from = first; from < end; from += step) {
                step(from, Math.min(end, from + step), saved, gradients);
            }
        }
    }

    private void step(int first, int end, SavedPlanes<A> saved, PlaneGradients<A> gradients) {
        saved.find(first, end);
        for (int c = first; c < end; c++) {
            gradients.center(c - first, saved.center(c));
            if (tensors.relu()) {
                gradients.argument(c - first, saved.center(c), saved.rest(c), saved.rstd(c), weight.at(c), bias.at(c));
            }
        }
        if (op.totals() == null) {
            gradients.sum(first, end);
        }
        for (int c = first; c < end; c++) {
            channel(c, c - first, saved, gradients);
        }
        if (tensors.dx() != null || tensors.dresidual() != null) {
            gradients.write(first, end, op.constantStatistics());
        }
    }

    /** From sums to what dx is made with. */
    private void channel(int c, int i, SavedPlanes<A> saved, PlaneGradients<A> gradients) {
        double sum;
        double products;
        if (op.totals() != null) {
            Sums totals = op.totals().at(c);
            sum = totals.first();
            products = totals.second();
        } else {
            sum = gradients.sum(i);
            products = gradients.sumXhat(i, saved.rest(c), saved.rstd(c));
            if (!Double.isFinite(sum) || !Double.isFinite(products)) {
                Sums exact = exact(c, saved);
                sum = exact.first();
                products = exact.second();
            }
        }
        double gain = weight.at(c);
        double n = op.count();
        give(op.dbias(), c, sum);
        give(op.dweight(), c, products);
        gradients.projection(i, saved.rest(c), saved.rstd(c), gain, gain * (sum / n), gain * (products / n));
    }

    private Sums exact(int c, SavedPlanes<A> saved) {
        Moments mean = new Moments(saved.center(c), saved.rest(c), Double.NaN);
        return ExactSums.gradients(
                tensors.dy(),
                tensors.x(),
                tensors.residual(),
                planes,
                c,
                Normalizer.of(mean, saved.rstd(c), 1, 0),
                tensors.relu() ? Normalizer.of(mean, saved.rstd(c), weight.at(c), bias.at(c)) : null);
    }

    private void give(@Nullable Buffer gradient, int channel, double value) {
        if (gradient instanceof HeapBuffer values) {
            values.set(channel, op.accumulate() ? values.get(channel) + value : value);
        }
    }
}
