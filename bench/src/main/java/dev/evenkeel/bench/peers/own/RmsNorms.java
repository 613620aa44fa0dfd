package dev.evenkeel.bench.peers.own;

import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Problem;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RmsNormBackwardCall;
import dev.evenkeel.norms.RmsNormCall;
import dev.evenkeel.norms.RmsNormGradients;
import dev.evenkeel.norms.RmsNormResult;

/** RMS normalization over the last dimension; rstd saved forward, and used backward. */
final class RmsNorms {
    private RmsNorms() {}

    static Contender contender(Problem problem, OwnOperands operands) {
        RmsNormCall call = RmsNormCall.of(operands.x(), operands.parameterShape())
                .withWeight(operands.weight())
                .withEps(problem.eps());
        return problem.backward() ? backward(call, operands) : forward(call, operands);
    }

    private static Contender forward(RmsNormCall call, OwnOperands operands) {
        RmsNormResult into = new RmsNormResult(operands.output("y"), null, operands.statisticsOutput("rstd"));
        return operands.contender(() -> Norms.rmsNorm(call, into));
    }

    private static Contender backward(RmsNormCall forward, OwnOperands operands) {
        RmsNormBackwardCall call =
                RmsNormBackwardCall.of(forward, operands.dy()).withSaved(operands.savedRstd());
        RmsNormGradients into = new RmsNormGradients(operands.output("dx"), operands.parameterOutput("dweight"));
        return operands.contender(() -> Norms.rmsNormBackward(call, into));
    }
}
