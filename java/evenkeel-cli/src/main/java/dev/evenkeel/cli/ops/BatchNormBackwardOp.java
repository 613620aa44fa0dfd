package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.norms.BatchNormBackwardCall;
import dev.evenkeel.norms.BatchNormCall;
import dev.evenkeel.norms.BatchNormGradients;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.tensor.Tensor;
import java.util.List;

/**
 * Batch normalization, backward. The gradients of parameters and of a residual that are not given are those at 1 and 0.
 */
final class BatchNormBackwardOp implements Op {
    @Override
    public String name() {
        return "batch-norm-backward";
    }

    @Override
    public Family family() {
        return Family.CHANNELS;
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
                Input.statistics("running_var"),
                Input.optional("residual"));
    }

    @Override
    public List<Setting<?>> settings() {
        return BatchNormOp.SETTINGS;
    }

    @Override
    public List<String> outputs() {
        return List.of("dx", "dweight", "dbias", "dresidual");
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        boolean training = arguments.get(Setting.TRAINING);
        BatchNormOp.requireConstants(training, arguments);
        DType dtype = arguments.dtype();
        BatchNormCall forward = BatchNormOp.call(arguments);
        Shape shape = forward.x().shape();
        Shape channels = BatchNormOp.channels(forward);
        checkUnused(arguments, training, channels);
        BatchNormBackwardCall call = call(forward, arguments, training, channels);
        BatchNormGradients into = new BatchNormGradients(
                arguments.room("dx", shape, dtype),
                arguments.room("dresidual", shape, dtype),
                arguments.room("dweight", channels, dtype),
                arguments.room("dbias", channels, dtype));
        return () -> Norms.batchNormBackward(call, into);
    }

    /** What a mode does not use is checked all the same. */
    private static void checkUnused(OpArguments arguments, boolean training, Shape channels) {
        if (training) {
            arguments.optional("running_mean", channels);
            arguments.optional("running_var", channels);
        } else if (arguments.has("mean") || arguments.has("rstd")) {
            throw new InputException(
                    "training=false normalizes by running_mean and running_var: mean and rstd go with training=true");
        }
    }

    private static BatchNormBackwardCall call(
            BatchNormCall forward, OpArguments arguments, boolean training, Shape channels) {
        Tensor dy = arguments.required("dy");
        return training
                ? BatchNormBackwardCall.training(forward, dy)
                        .withSaved(arguments.optional("mean", channels), arguments.optional("rstd", channels))
                : BatchNormBackwardCall.inference(
                        forward, dy, arguments.required("running_mean"), arguments.required("running_var"));
    }
}
