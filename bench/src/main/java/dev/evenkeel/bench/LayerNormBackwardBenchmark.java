package dev.evenkeel.bench;

import dev.evenkeel.Shape;
import dev.evenkeel.norms.LayerNormBackwardCall;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormGradients;
import dev.evenkeel.norms.LayerNormResult;
import dev.evenkeel.norms.Norms;
import java.util.Map;

/** All gradients of {@link LayerNormBenchmark}'s operation, from saved statistics. */
public class LayerNormBackwardBenchmark extends NormBenchmark {
    @Override
    public Operation operation() {
        return Operation.LAYER_NORM_BACKWARD;
    }

    @Override
    public Call call(Shape shape, Operands operands) {
        Shape row = shape.trailing(1);
        Shape rows = shape.leading(shape.rank() - 1);
        LayerNormCall forward = LayerNormCall.of(operands.activations(shape), row)
                .withWeight(operands.parameters(row, 1))
                .withBias(operands.parameters(row, 0));
        LayerNormResult saved = new LayerNormResult(null, null, operands.statistics(rows), operands.statistics(rows));
        Norms.layerNorm(forward, saved);
        LayerNormBackwardCall call =
                LayerNormBackwardCall.of(forward, operands.gradients(shape)).withSaved(saved.mean(), saved.rstd());
        LayerNormGradients into =
                new LayerNormGradients(operands.output(shape), operands.output(row), operands.output(row));
        return new Call(
                () -> Norms.layerNormBackward(call, into),
                Map.of("dx", into.dx(), "dweight", into.dweight(), "dbias", into.dbias()));
    }
}
