package dev.evenkeel.bench.peers.own;

import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Problem;
import dev.evenkeel.norms.LayerNormBackwardCall;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormGradients;
import dev.evenkeel.norms.LayerNormResult;
import dev.evenkeel.norms.Norms;

/** Layer normalization over the last dimension; statistics saved forward, and used backward. */
final class LayerNorms {
    private LayerNorms() {}

    static Contender contender(Problem problem, OwnOperands operands) {
        LayerNormCall call = LayerNormCall.of(operands.x(), operands.parameterShape())
                .withWeight(operands.weight())
                .withBias(operands.bias())
                .withEps(problem.eps());
        return problem.backward() ? backward(call, operands) : forward(call, operands);
    }

    private static Contender forward(LayerNormCall call, OwnOperands operands) {
        LayerNormResult into = new LayerNormResult(
                operands.output("y"), null, operands.statisticsOutput("mean"), operands.statisticsOutput("rstd"));
        return operands.contender(() -> Norms.layerNorm(call, into));
    }

    private static Contender backward(LayerNormCall forward, OwnOperands operands) {
        LayerNormBackwardCall call =
                LayerNormBackwardCall.of(forward, operands.dy()).withSaved(operands.savedMean(), operands.savedRstd());
        LayerNormGradients into = new LayerNormGradients(
                operands.output("dx"), operands.parameterOutput("dweight"), operands.parameterOutput("dbias"));
        return operands.contender(() -> Norms.layerNormBackward(call, into));
    }
}
