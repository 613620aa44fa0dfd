package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.tensor.Tensor;
import java.util.List;

/** Layer normalization, forward. */
final class LayerNormOp implements Op {
    @Override
    public String name() {
        return "layer-norm";
    }

    @Override
    public Family family() {
        return Family.ROWS;
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                Input.required("x"), Input.optional("weight"), Input.optional("bias"), Input.optional("residual"));
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Setting.EPS, Setting.NORMALIZED_DIMS);
    }

    @Override
    public List<String> outputs() {
        return List.of("y", "mean", "rstd", "sum");
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        if (arguments.wants("sum") && !arguments.has("residual")) {
            throw new InputException("--out sum is x + residual: it needs --in residual=FILE");
        }
        DType dtype = arguments.dtype();
        Tensor x = arguments.required("x");
        Shape shape = x.shape();
        Shape rows = rows(shape, arguments);
        LayerNormCall call = LayerNormCall.of(x, shape.trailing(arguments.get(Setting.NORMALIZED_DIMS)))
                .withEps(arguments.get(Setting.EPS))
                .withWeight(arguments.optional("weight"))
                .withBias(arguments.optional("bias"))
                .withResidual(arguments.optional("residual"));
        LayerNormResult into = new LayerNormResult(
                arguments.room("y", shape, dtype),
                arguments.room("sum", shape, dtype),
                arguments.room("mean", rows, dtype.statistics()),
                arguments.room("rstd", rows, dtype.statistics()));
        return () -> Norms.layerNorm(call, into);
    }

    /** The dimensions before those that are normalized. */
    static Shape rows(Shape shape, OpArguments arguments) {
        int normalized = arguments.get(Setting.NORMALIZED_DIMS);
        if (normalized > shape.rank()) {
            throw new InputException("normalized-dims is " + normalized + ", but x has shape " + shape);
        }
        return shape.leading(shape.rank() - normalized);
    }
}
