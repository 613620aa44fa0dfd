package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RmsNormCall;
import dev.evenkeel.norms.RmsNormResult;
import java.util.List;
import java.util.OptionalDouble;

/** RMS normalization, forward. */
final class RmsNormOp implements Op {
    static final List<Setting<?>> SETTINGS = List.of(Setting.RMS_EPS, Setting.NORMALIZED_DIMS);

    @Override
    public String name() {
        return "rms-norm";
    }

    @Override
    public Family family() {
        return Family.ROWS;
    }

    @Override
    public List<Input> inputs() {
        return List.of(Input.required("x"), Input.optional("weight"), Input.optional("residual"));
    }

    @Override
    public List<Setting<?>> settings() {
        return SETTINGS;
    }

    @Override
    public List<String> outputs() {
        return List.of("y", "rstd", "sum");
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        if (arguments.wants("sum") && !arguments.has("residual")) {
            throw new InputException("--out sum is x + residual: it needs --in residual=FILE");
        }
        DType dtype = arguments.dtype();
        RmsNormCall call = call(arguments).withResidual(arguments.optional("residual"));
        Shape shape = call.x().shape();
        RmsNormResult into = new RmsNormResult(
                arguments.room("y", shape, dtype),
                arguments.room("sum", shape, dtype),
                arguments.room("rstd", LayerNormOp.rows(shape, arguments), dtype.statistics()));
        return () -> Norms.rmsNorm(call, into);
    }

    static RmsNormCall call(OpArguments arguments) {
        var x = arguments.required("x");
        LayerNormOp.rows(x.shape(), arguments);
        RmsNormCall call = RmsNormCall.of(x, x.shape().trailing(arguments.get(Setting.NORMALIZED_DIMS)))
                .withWeight(arguments.optional("weight"));
        OptionalDouble eps = arguments.get(Setting.RMS_EPS);
        return eps.isPresent() ? call.withEps(eps.getAsDouble()) : call;
    }
}
