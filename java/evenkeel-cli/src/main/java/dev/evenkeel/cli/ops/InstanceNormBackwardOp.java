package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.norms.InstanceNormBackwardCall;
import dev.evenkeel.norms.InstanceNormCall;
import dev.evenkeel.norms.InstanceNormGradients;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.tensor.Tensor;
import java.util.List;

/** Instance normalization, backward. The gradients of parameters that are not given are those at 1 and 0. */
final class InstanceNormBackwardOp implements Op {
    @Override
    public String name() {
        return "instance-norm-backward";
    }

    @Override
    public Family family() {
        return Family.GROUPS;
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                Input.required("dy"),
                Input.required("x"),
                Input.optional("weight"),
                Input.optional("bias"),
                Input.statistics("mean"),
                Input.statistics("rstd"),
                Input.statistics("running_mean"),
                Input.statistics("running_var"));
    }

    @Override
    public List<Setting<?>> settings() {
        return InstanceNormOp.SETTINGS;
    }

    @Override
    public List<String> outputs() {
        return List.of("dx", "dweight", "dbias");
    }

    @Override
    public long statistics(Shape shape) {
        return shape.dim(0) * shape.dim(1);
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        boolean own = arguments.get(Setting.USE_INPUT_STATS);
        InstanceNormOp.requireConstants(own, arguments);
        DType dtype = arguments.dtype();
        InstanceNormCall forward = InstanceNormOp.call(arguments);
        Shape shape = forward.x().shape();
        Shape channels = InstanceNormOp.channels(forward);
        checkUnused(arguments, own, channels);
        InstanceNormBackwardCall call = call(forward, arguments, own);
        InstanceNormGradients into = new InstanceNormGradients(
                arguments.room("dx", shape, dtype),
                arguments.room("dweight", channels, dtype),
                arguments.room("dbias", channels, dtype));
        return () -> Norms.instanceNormBackward(call, into);
    }

    /** What a mode does not use is checked all the same. */
    private static void checkUnused(OpArguments arguments, boolean own, Shape channels) {
        if (own) {
            arguments.optional("running_mean", channels);
            arguments.optional("running_var", channels);
        } else if (arguments.has("mean") || arguments.has("rstd")) {
            throw new InputException(
                    "use-input-stats=false normalizes by running_mean and running_var: mean and rstd go"
                            + " with use-input-stats=true");
        }
    }

    private static InstanceNormBackwardCall call(InstanceNormCall forward, OpArguments arguments, boolean own) {
        Tensor dy = arguments.required("dy");
        Shape shape = forward.x().shape();
        Shape instances = Shape.of(shape.dim(0), forward.layout().channels(shape));
        return own
                ? InstanceNormBackwardCall.of(forward, dy)
                        .withSaved(arguments.optional("mean", instances), arguments.optional("rstd", instances))
                : InstanceNormBackwardCall.inference(
                        forward, dy, arguments.required("running_mean"), arguments.required("running_var"));
    }
}
