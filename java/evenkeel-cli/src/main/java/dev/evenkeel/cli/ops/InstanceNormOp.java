package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.norms.InstanceNormCall;
import dev.evenkeel.norms.InstanceNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RunningUpdate;
import dev.evenkeel.norms.RunningVariance;
import dev.evenkeel.tensor.Tensor;
import java.util.List;

/**
 * Instance normalization, forward. By the instances' own statistics, running statistics that are wanted but not given
 * start from 0 and 1, as a new layer's do; otherwise they are constants, and needed.
 */
final class InstanceNormOp implements Op {
    static final List<Setting<?>> SETTINGS =
            List.of(Setting.EPS, Setting.MOMENTUM, Setting.USE_INPUT_STATS, Setting.LAYOUT);

    @Override
    public String name() {
        return "instance-norm";
    }

    @Override
    public Family family() {
        return Family.GROUPS;
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                Input.required("x"),
                Input.optional("weight"),
                Input.optional("bias"),
                Input.statistics("running_mean"),
                Input.statistics("running_var"));
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
    public long statistics(Shape shape) {
        return shape.dim(0) * shape.dim(1);
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        boolean own = arguments.get(Setting.USE_INPUT_STATS);
        requireConstants(own, arguments);
        InstanceNormCall call = call(arguments);
        DType statistics = arguments.dtype().statistics();
        Shape shape = call.x().shape();
        Shape channels = channels(call);
        Shape instances = own ? Shape.of(shape.dim(0), channels.dim(0)) : channels;
        InstanceNormResult into = new InstanceNormResult(
                arguments.room("y", shape, arguments.dtype()),
                arguments.room("mean", instances, statistics),
                arguments.room("rstd", instances, statistics));
        if (own) {
            RunningUpdate running = arguments.running(channels, RunningVariance.UNBIASED);
            return () -> Norms.instanceNorm(call, running, into);
        }
        Tensor runningMean = arguments.required("running_mean");
        Tensor runningVar = arguments.required("running_var");
        arguments.give("running_mean", runningMean);
        arguments.give("running_var", runningVar);
        return () -> Norms.instanceNormInference(call, runningMean, runningVar, into);
    }

    static void requireConstants(boolean own, OpArguments arguments) {
        if (!own && !(arguments.has("running_mean") && arguments.has("running_var"))) {
            throw new InputException(
                    "use-input-stats=false normalizes by constants: it needs --in running_mean=FILE and"
                            + " --in running_var=FILE");
        }
    }

    static InstanceNormCall call(OpArguments arguments) {
        return InstanceNormCall.of(arguments.requiredWithChannels("x"))
                .withLayout(arguments.get(Setting.LAYOUT))
                .withEps(arguments.get(Setting.EPS))
                .withWeight(arguments.optional("weight"))
                .withBias(arguments.optional("bias"));
    }

    static Shape channels(InstanceNormCall call) {
        return Shape.of(call.layout().channels(call.x().shape()));
    }
}
