package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RmsNormBackwardCall;
import dev.evenkeel.norms.RmsNormCall;
import dev.evenkeel.norms.RmsNormGradients;
import java.util.List;

/** RMS normalization, backward. The gradient of a weight that is not given is that at 1. */
final class RmsNormBackwardOp implements Op {
    @Override
    public String name() {
        return "rms-norm-backward";
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
                Input.statistics("rstd"),
                Input.optional("dsum"));
    }

    @Override
    public List<Setting<?>> settings() {
        return RmsNormOp.SETTINGS;
    }

    @Override
    public List<String> outputs() {
        return List.of("dx", "dweight");
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        DType dtype = arguments.dtype();
        RmsNormCall forward = RmsNormOp.call(arguments);
        Shape shape = forward.x().shape();
        RmsNormBackwardCall call = RmsNormBackwardCall.of(forward, arguments.required("dy"))
                .withSaved(arguments.optional("rstd", LayerNormOp.rows(shape, arguments)))
                .withDsum(arguments.optional("dsum"));
        RmsNormGradients into = new RmsNormGradients(
                arguments.room("dx", shape, dtype), arguments.room("dweight", forward.normalizedShape(), dtype));
        return () -> Norms.rmsNormBackward(call, into);
    }
}
