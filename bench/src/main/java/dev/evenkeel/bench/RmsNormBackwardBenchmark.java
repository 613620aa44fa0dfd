package dev.evenkeel.bench;

import dev.evenkeel.Shape;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RmsNormBackwardCall;
import dev.evenkeel.norms.RmsNormCall;
import dev.evenkeel.norms.RmsNormGradients;
import dev.evenkeel.norms.RmsNormResult;
import java.util.Map;

/** All gradients of {@link RmsNormBenchmark}'s operation, from the saved rstd. */
public class RmsNormBackwardBenchmark extends NormBenchmark {
    @Override
    public Operation operation() {
        return Operation.RMS_NORM_BACKWARD;
    }

    @Override
    public Call call(Shape shape, Operands operands) {
        Shape row = shape.trailing(1);
        RmsNormCall forward = RmsNormBenchmark.forward(operands, shape, row);
        RmsNormResult saved = new RmsNormResult(null, null, operands.statistics(shape.leading(shape.rank() - 1)));
        Norms.rmsNorm(forward, saved);
        RmsNormBackwardCall call =
                RmsNormBackwardCall.of(forward, operands.gradients(shape)).withSaved(saved.rstd());
        RmsNormGradients into = new RmsNormGradients(operands.output(shape), operands.output(row));
        return new Call(() -> Norms.rmsNormBackward(call, into), Map.of("dx", into.dx(), "dweight", into.dweight()));
    }
}
