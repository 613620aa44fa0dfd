package dev.evenkeel.cli.ops;

import dev.evenkeel.norms.Reparametrizations;
import dev.evenkeel.norms.WeightNormCall;
import dev.evenkeel.norms.WeightNormResult;
import java.util.List;
import java.util.OptionalInt;

/** Weight norm, forward. */
final class WeightNormOp implements Op {
    static final List<Setting<?>> SETTINGS = List.of(Setting.NORM_DIM);

    @Override
    public String name() {
        return "weight-norm";
    }

    @Override
    public Family family() {
        return Family.WEIGHTS;
    }

    @Override
    public List<Input> inputs() {
        return List.of(Input.required("v"), Input.required("g"));
    }

    @Override
    public List<Setting<?>> settings() {
        return SETTINGS;
    }

    @Override
    public List<String> outputs() {
        return List.of("w");
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        WeightNormCall call = call(arguments);
        WeightNormResult into =
                new WeightNormResult(arguments.room("w", call.v().shape(), arguments.dtype()), null);
        return () -> Reparametrizations.weightNorm(call, into);
    }

    static WeightNormCall call(OpArguments arguments) {
        OptionalInt dim = arguments.get(Setting.NORM_DIM);
        WeightNormCall call = WeightNormCall.of(arguments.required("v"), arguments.required("g"));
        return dim.isPresent() ? call.withDim(dim.getAsInt()) : call.ofWholeTensor();
    }
}
