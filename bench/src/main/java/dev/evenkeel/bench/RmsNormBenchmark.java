package dev.evenkeel.bench;

import dev.evenkeel.Shape;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RmsNormCall;
import dev.evenkeel.norms.RmsNormResult;
import java.util.Map;

/** RMS normalization over the last dimension, with weight, rstd saved. */
public class RmsNormBenchmark extends NormBenchmark {
    @Override
    public Operation operation() {
        return Operation.RMS_NORM;
    }

    @Override
    public Call call(Shape shape, Operands operands) {
        Shape row = shape.trailing(1);
        RmsNormCall call = forward(operands, shape, row);
        RmsNormResult into =
                new RmsNormResult(operands.output(shape), null, operands.statistics(shape.leading(shape.rank() - 1)));
        return new Call(() -> Norms.rmsNorm(call, into), Map.of("y", into.y(), "rstd", into.rstd()));
    }

    /** The call, with an eps that does not follow the type: the reference has another type. */
    static RmsNormCall forward(Operands operands, Shape shape, Shape row) {
        return RmsNormCall.of(operands.activations(shape), row)
                .withWeight(operands.parameters(row, 1))
                .withEps(LayerNormCall.DEFAULT_EPS);
    }
}
