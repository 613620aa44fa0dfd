package dev.evenkeel.bench;

import dev.evenkeel.Shape;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormResult;
import dev.evenkeel.norms.Norms;
import java.util.Map;

/** Layer normalization over the last dimension, with weight and bias, statistics saved. */
public class LayerNormBenchmark extends NormBenchmark {
    @Override
    public Operation operation() {
        return Operation.LAYER_NORM;
    }

    @Override
    public Call call(Shape shape, Operands operands) {
        Shape row = shape.trailing(1);
        Shape rows = shape.leading(shape.rank() - 1);
        LayerNormCall call = LayerNormCall.of(operands.activations(shape), row)
                .withWeight(operands.parameters(row, 1))
                .withBias(operands.parameters(row, 0));
        LayerNormResult into =
                new LayerNormResult(operands.output(shape), null, operands.statistics(rows), operands.statistics(rows));
        return new Call(
                () -> Norms.layerNorm(call, into), Map.of("y", into.y(), "mean", into.mean(), "rstd", into.rstd()));
    }
}
