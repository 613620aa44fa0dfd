package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Batch normalization of (outer, channels, inner): a task takes some channels, each from its statistics to its y. */
final class ChannelsFirstForward<A> {
    private final Arithmetic<A> arithmetic;
    private final ChannelGeometry geometry;
    private final Planes planes;
    private final HeapBuffer x;
    private final @Nullable HeapBuffer residual;
    private final Parameter weight;
    private final Parameter bias;

    private ChannelsFirstForward(
            Arithmetic<A> arithmetic,
            ChannelGeometry geometry,
            Buffer x,
            @Nullable Buffer residual,
            @Nullable Buffer weight,
            @Nullable Buffer bias) {
        this.arithmetic = arithmetic;
        this.geometry = geometry;
        this.planes = Planes.of(geometry);
        this.x = (HeapBuffer) x;
        this.residual = (HeapBuffer) residual;
        this.weight = Parameter.of(weight, 1);
        this.bias = Parameter.of(bias, 0);
    }

    static void training(BatchNormTrainingOp op, Execution execution) {
        ChannelGeometry geometry = op.geometry();
        ChannelsFirstForward<?> forward = new ChannelsFirstForward<>(
                execution.loops().of(geometry.dtype()), geometry, op.x(), op.residual(), op.weight(), op.bias());
        forward.run(execution, (chunk, first, end) -> forward.train(op, first, end));
    }

    static void inference(BatchNormInferenceOp op, Execution execution) {
        ChannelGeometry geometry = op.geometry();
        ChannelsFirstForward<?> forward = new ChannelsFirstForward<>(
                execution.loops().of(geometry.dtype()), geometry, op.x(), op.residual(), op.weight(), op.bias());
        forward.run(execution, (chunk, first, end) -> forward.infer(op, first, end));
    }

    private void run(Execution execution, ParallelChunks.Chunk chunk) {
        execution.run(planes.split(), planes.perChannel(), chunk);
    }

    private void train(BatchNormTrainingOp op, int first, int end) {
        int step = planes.step(geometry.dtype().bytes());
        try (Scratch scratch = Scratch.open()) {
            PlaneMoments<A> moments = new PlaneMoments<>(arithmetic, planes, x, geometry.eps(), scratch, step);
            PlaneNormalizer<A> normalizer = op.y() instanceof HeapBuffer y ? normalizer(y, scratch, step) : null;
            for (int from = first; from < end; from += step) {
                int to = Math.min(end, from + step);
                moments.find(from, to);
                if (normalizer != null) {
                    normalize(normalizer, moments, from, to);
                }
                for (int c = from; c < to; c++) {
                    BatchStatistics.give(op, c, moments.mean(c - from), moments.variance(c - from));
                }
            }
        }
    }

    private void normalize(PlaneNormalizer<A> normalizer, PlaneMoments<A> moments, int from, int to) {
        for (int c = from; c < to; c++) {
            int i = c - from;
            normalizer.set(i, moments.center(i), moments.rest(i), moments.rstd(i), weight.at(c), bias.at(c));
        }
        normalizer.run(from, to);
    }

    private void infer(BatchNormInferenceOp op, int first, int end) {
        Parameter mean = Parameter.of(op.mean(), 0);
        Parameter rest = Parameter.of(op.meanRest(), 0);
        Parameter rstd = Parameter.of(op.rstd(), 1);
        try (Scratch scratch = Scratch.open()) {
            PlaneNormalizer<A> normalizer = normalizer((HeapBuffer) op.y(), scratch, end - first);
            for (int c = first; c < end; c++) {
                normalizer.set(c - first, mean.at(c), rest.at(c), rstd.at(c), weight.at(c), bias.at(c));
            }
            normalizer.run(first, end);
        }
    }

    private PlaneNormalizer<A> normalizer(HeapBuffer y, Scratch scratch, int most) {
        return new PlaneNormalizer<>(arithmetic, planes, x, residual, y, geometry.relu(), scratch, most);
    }
}
