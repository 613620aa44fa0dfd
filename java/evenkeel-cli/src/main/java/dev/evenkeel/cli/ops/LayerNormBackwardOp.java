package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.LayerNormBackwardCall;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormGradients;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.tensor.Tensor;
import java.util.List;

/** Layer normalization, backward. The gradients of parameters that are not given are those at 1 and 0. */
final class LayerNormBackwardOp implements Op {
    @Override
    public String name() {
        return "layer-norm-backward";
    }

    @Override
    public Family family() {
        return Family.ROWS;
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                Input.required("dy"),
                Input.required("x"),
                Input.optional("weight"),
                Input.statistics("mean"),
                Input.statistics("rstd"),
                Input.optional("dsum"));
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Setting.EPS, Setting.NORMALIZED_DIMS);
    }

    @Override
    public List<String> outputs() {
        return List.of("dx", "dweight", "dbias");
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        DType dtype = arguments.dtype();
        Tensor x = arguments.required("x");
        Shape shape = x.shape();
        Shape rows = LayerNormOp.rows(shape, arguments);
        Shape normalized = shape.trailing(arguments.get(Setting.NORMALIZED_DIMS));
        LayerNormCall forward = LayerNormCall.of(x, normalized)
                .withEps(arguments.get(Setting.EPS))
                .withWeight(arguments.optional("weight"));
        LayerNormBackwardCall call = LayerNormBackwardCall.of(forward, arguments.required("dy"))
                .withSaved(arguments.optional("mean", rows), arguments.optional("rstd", rows))
                .withDsum(arguments.optional("dsum"));
        LayerNormGradients into = new LayerNormGradients(
                arguments.room("dx", shape, dtype),
                arguments.room("dweight", normalized, dtype),
                arguments.room("dbias", normalized, dtype));
        return () -> Norms.layerNormBackward(call, into);
    }
}
