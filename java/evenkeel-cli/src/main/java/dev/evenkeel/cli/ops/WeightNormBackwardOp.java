package dev.evenkeel.cli.ops;

import dev.evenkeel.norms.Reparametrizations;
import dev.evenkeel.norms.WeightNormBackwardCall;
import dev.evenkeel.norms.WeightNormCall;
import dev.evenkeel.norms.WeightNormGradients;
import java.util.List;

/** Weight norm, backward. */
final class WeightNormBackwardOp implements Op {
    @Override
    public String name() {
        return "weight-norm-backward";
    }

    @Override
    public Family family() {
        return Family.WEIGHTS;
    }

    @Override
    public List<Input> inputs() {
        return List.of(Input.required("dw"), Input.required("v"), Input.required("g"));
    }

    @Override
    public List<Setting<?>> settings() {
        return WeightNormOp.SETTINGS;
    }

    @Override
    public List<String> outputs() {
        return List.of("dv", "dg");
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        WeightNormCall forward = WeightNormOp.call(arguments);
        WeightNormBackwardCall call = WeightNormBackwardCall.of(forward, arguments.required("dw"));
        WeightNormGradients into = new WeightNormGradients(
                arguments.room("dv", forward.v().shape(), arguments.dtype()),
                arguments.room("dg", forward.g().shape(), arguments.dtype()));
        return () -> Reparametrizations.weightNormBackward(call, into);
    }
}
