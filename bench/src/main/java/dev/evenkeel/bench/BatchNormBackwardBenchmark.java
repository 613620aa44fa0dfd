package dev.evenkeel.bench;

import dev.evenkeel.Shape;
import dev.evenkeel.norms.BatchNormBackwardCall;
import dev.evenkeel.norms.BatchNormCall;
import dev.evenkeel.norms.BatchNormGradients;
import dev.evenkeel.norms.BatchNormResult;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.norms.Norms;
import java.util.Map;

/** All gradients of {@link BatchNormBenchmark}'s operation, from saved statistics. */
public class BatchNormBackwardBenchmark extends NormBenchmark {
    @Override
    public Operation operation() {
        return Operation.BATCH_NORM_BACKWARD;
    }

    /** How x lies in memory. */
    ChannelLayout layout() {
        return ChannelLayout.CHANNELS_FIRST;
    }

    @Override
    public Call call(Shape shape, Operands operands) {
        Shape channels = Shape.of(shape.dim(1));
        Shape x = BatchNormBenchmark.inMemory(shape, layout());
        BatchNormCall forward = BatchNormCall.of(operands.activations(x))
                .withLayout(layout())
                .withWeight(operands.parameters(channels, 1))
                .withBias(operands.parameters(channels, 0));
        BatchNormResult saved = new BatchNormResult(null, operands.statistics(channels), operands.statistics(channels));
        Norms.batchNorm(forward, null, saved);
        BatchNormBackwardCall call =
                BatchNormBackwardCall.training(forward, operands.gradients(x)).withSaved(saved.mean(), saved.rstd());
        BatchNormGradients into =
                new BatchNormGradients(operands.output(x), null, operands.output(channels), operands.output(channels));
        return new Call(
                () -> Norms.batchNormBackward(call, into),
                Map.of("dx", into.dx(), "dweight", into.dweight(), "dbias", into.dbias()));
    }
}
