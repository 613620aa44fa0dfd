package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.GroupNormCall;
import dev.evenkeel.norms.GroupNormResult;
import dev.evenkeel.norms.Norms;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Group normalization, forward. */
final class GroupNormOp implements Op {
    static final List<Setting<?>> SETTINGS = List.of(Setting.GROUPS, Setting.EPS, Setting.LAYOUT);

    /** As in most models; where it doesn't divide the channels, the largest number below that does. */
    private static final int USUAL_GROUPS = 32;

    @Override
    public String name() {
        return "group-norm";
    }

    @Override
    public Family family() {
        return Family.GROUPS;
    }

    @Override
    public List<Input> inputs() {
        return List.of(Input.required("x"), Input.optional("weight"), Input.optional("bias"));
    }

    @Override
    public List<Setting<?>> settings() {
        return SETTINGS;
    }

    @Override
    public Map<String, String> usualSettings(Shape shape) {
        return Map.of("groups", Long.toString(usualGroups(shape)));
    }

    static long usualGroups(Shape shape) {
        return LongStream.rangeClosed(1, USUAL_GROUPS)
                .filter(groups -> shape.dim(1) % groups == 0)
                .max()
                .orElseThrow();
    }

    @Override
    public List<String> outputs() {
        return List.of("y", "mean", "rstd");
    }

    @Override
    public long statistics(Shape shape) {
        return shape.dim(0) * usualGroups(shape);
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        DType dtype = arguments.dtype();
        GroupNormCall call = call(arguments).withBias(arguments.optional("bias"));
        Shape shape = call.x().shape();
        Shape groups = Shape.of(shape.dim(0), call.groups());
        GroupNormResult into = new GroupNormResult(
                arguments.room("y", shape, dtype),
                arguments.room("mean", groups, dtype.statistics()),
                arguments.room("rstd", groups, dtype.statistics()));
        return () -> Norms.groupNorm(call, into);
    }

    static GroupNormCall call(OpArguments arguments) {
        var x = arguments.requiredWithChannels("x");
        return GroupNormCall.of(x, arguments.get(Setting.GROUPS))
                .withLayout(arguments.get(Setting.LAYOUT))
                .withEps(arguments.get(Setting.EPS))
                .withWeight(arguments.optional("weight"));
    }
}
