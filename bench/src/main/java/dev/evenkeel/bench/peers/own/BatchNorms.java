package dev.evenkeel.bench.peers.own;

import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Problem;
import dev.evenkeel.norms.BatchNormBackwardCall;
import dev.evenkeel.norms.BatchNormCall;
import dev.evenkeel.norms.BatchNormGradients;
import dev.evenkeel.norms.BatchNormResult;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RunningUpdate;
import dev.evenkeel.norms.RunningVariance;

/** Batch normalization in training: statistics saved and running ones updated forward, and used backward. */
final class BatchNorms {
    private static final double MOMENTUM = 0.1;

    private BatchNorms() {}

    static Contender contender(Problem problem, OwnOperands operands) {
        BatchNormCall call = BatchNormCall.of(operands.x())
                .withLayout(problem.channelsLast() ? ChannelLayout.CHANNELS_LAST : ChannelLayout.CHANNELS_FIRST)
                .withWeight(operands.weight())
                .withBias(operands.bias())
                .withEps(problem.eps());
        return problem.backward() ? backward(call, operands) : forward(call, operands);
    }

    private static Contender forward(BatchNormCall call, OwnOperands operands) {
        RunningUpdate running =
                new RunningUpdate(operands.running(0), operands.running(1), MOMENTUM, RunningVariance.UNBIASED);
        BatchNormResult into = new BatchNormResult(
                operands.output("y"), operands.statisticsOutput("mean"), operands.statisticsOutput("rstd"));
        return operands.contender(() -> Norms.batchNorm(call, running, into));
    }

    private static Contender backward(BatchNormCall forward, OwnOperands operands) {
        BatchNormBackwardCall call = BatchNormBackwardCall.training(forward, operands.dy())
                .withSaved(operands.savedMean(), operands.savedRstd());
        BatchNormGradients into = new BatchNormGradients(
                operands.output("dx"), null, operands.parameterOutput("dweight"), operands.parameterOutput("dbias"));
        return operands.contender(() -> Norms.batchNormBackward(call, into));
    }
}
