package dev.evenkeel.bench;

import dev.evenkeel.Shape;
import dev.evenkeel.norms.BatchNormCall;
import dev.evenkeel.norms.BatchNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RunningUpdate;
import dev.evenkeel.norms.RunningVariance;
import java.util.Map;

/** Batch normalization in training, channels first, with weight and bias; statistics saved and running ones updated. */
public class BatchNormBenchmark extends NormBenchmark {
    @Override
    Operation operation() {
        return Operation.BATCH_NORM;
    }

    @Override
    Call call(Shape shape, Operands operands) {
        Shape channels = Shape.of(shape.dim(1));
        BatchNormCall call = BatchNormCall.of(operands.activations(shape))
                .withWeight(operands.parameters(channels, 1))
                .withBias(operands.parameters(channels, 0));
        RunningUpdate running = new RunningUpdate(
                operands.running(channels, 0), operands.running(channels, 1), 0.1, RunningVariance.UNBIASED);
        BatchNormResult into = new BatchNormResult(
                operands.output(shape), operands.statistics(channels), operands.statistics(channels));
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
