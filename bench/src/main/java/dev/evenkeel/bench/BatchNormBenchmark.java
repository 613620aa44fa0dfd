package dev.evenkeel.bench;

import dev.evenkeel.Shape;
import dev.evenkeel.norms.BatchNormCall;
import dev.evenkeel.norms.BatchNormResult;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RunningUpdate;
import dev.evenkeel.norms.RunningVariance;
import java.util.Map;
import java.util.stream.LongStream;

/** Batch normalization in training, with weight and bias; statistics saved and running ones updated. */
public class BatchNormBenchmark extends NormBenchmark {
    @Override
    public Operation operation() {
        return Operation.BATCH_NORM;
    }

    /** How x lies in memory. */
    ChannelLayout layout() {
        return ChannelLayout.CHANNELS_FIRST;
    }

    /** The shape in memory of what has this shape with channels second. */
    static Shape inMemory(Shape shape, ChannelLayout layout) {
        return layout == ChannelLayout.CHANNELS_FIRST
                ? shape
                : Shape.of(LongStream.concat(
                                LongStream.concat(
                                        LongStream.of(shape.dim(0)),
                                        LongStream.range(2, shape.rank()).map(axis -> shape.dim((int) axis))),
                                LongStream.of(shape.dim(1)))
                        .toArray());
    }

    @Override
    public Call call(Shape shape, Operands operands) {
        Shape channels = Shape.of(shape.dim(1));
        Shape x = inMemory(shape, layout());
        BatchNormCall call = BatchNormCall.of(operands.activations(x))
                .withLayout(layout())
                .withWeight(operands.parameters(channels, 1))
                .withBias(operands.parameters(channels, 0));
        RunningUpdate running = new RunningUpdate(
                operands.running(channels, 0), operands.running(channels, 1), 0.1, RunningVariance.UNBIASED);
        BatchNormResult into =
                new BatchNormResult(operands.output(x), operands.statistics(channels), operands.statistics(channels));
        return new Call(
                () -> Norms.batchNorm(call, running, into),
                Map.of(
                        "y", into.y(),
                        "mean", into.mean(),
                        "rstd", into.rstd(),
                        "running_mean", running.mean(),
                        "running_var", running.variance()));
    }
}
