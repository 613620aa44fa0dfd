package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.norms.BatchNormCall;
import dev.evenkeel.norms.BatchNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RunningUpdate;
import dev.evenkeel.tensor.Tensor;
import java.util.List;

/**
 * Batch normalization, forward. In training, running statistics that are wanted but not given start from 0 and 1, as a
 * new layer's do; otherwise they are constants, and needed.
 */
final class BatchNormOp implements Op {
    static final List<Setting<?>> SETTINGS = List.of(
            Setting.EPS, Setting.MOMENTUM, Setting.TRAINING, Setting.LAYOUT, Setting.ACTIVATION, Setting.RUNNING_VAR);

    @Override
    public String name() {
        return "batch-norm";
    }

    @Override
    public Family family() {
        return Family.CHANNELS;
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                Input.required("x"),
                Input.optional("weight"),
                Input.optional("bias"),
                Input.statistics("running_mean"),
                Input.statistics("running_var"),
                Input.optional("residual"));
    }

    @Override
    public List<Setting<?>> settings() {
        return SETTINGS;
    }

    @Override
    public List<String> outputs() {
        return List.of("y", "mean", "rstd", "running_mean", "running_var");
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        boolean training = arguments.get(Setting.TRAINING);
        requireConstants(training, arguments);
        BatchNormCall call = call(arguments);
        Shape channels = channels(call);
        DType statistics = arguments.dtype().statistics();
        BatchNormResult into = new BatchNormResult(
                arguments.room("y", call.x().shape(), arguments.dtype()),
                arguments.room("mean", channels, statistics),
                arguments.room("rstd", channels, statistics));
        if (training) {
            RunningUpdate running = arguments.running(channels, arguments.get(Setting.RUNNING_VAR));
            return () -> Norms.batchNorm(call, running, into);
        }
        Tensor runningMean = arguments.required("running_mean");
        Tensor runningVar = arguments.required("running_var");
        arguments.give("running_mean", runningMean);
        arguments.give("running_var", runningVar);
        return () -> Norms.batchNormInference(call, runningMean, runningVar, into);
    }

    static void requireConstants(boolean training, OpArguments arguments) {
        if (!training && !(arguments.has("running_mean") && arguments.has("running_var"))) {
            throw new InputException(
                    "training=false normalizes by constants: it needs --in running_mean=FILE and --in running_var=FILE");
        }
    }

    static BatchNormCall call(OpArguments arguments) {
        return BatchNormCall.of(arguments.requiredWithChannels("x"))
                .withLayout(arguments.get(Setting.LAYOUT))
                .withEps(arguments.get(Setting.EPS))
                .withActivation(arguments.get(Setting.ACTIVATION))
                .withWeight(arguments.optional("weight"))
                .withBias(arguments.optional("bias"))
                .withResidual(arguments.optional("residual"));
    }

    static Shape channels(BatchNormCall call) {
        return Shape.of(call.layout().channels(call.x().shape()));
    }
}
