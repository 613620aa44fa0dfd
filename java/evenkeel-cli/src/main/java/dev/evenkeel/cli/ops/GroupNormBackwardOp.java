package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.GroupNormBackwardCall;
import dev.evenkeel.norms.GroupNormCall;
import dev.evenkeel.norms.GroupNormGradients;
import dev.evenkeel.norms.Norms;
import java.util.List;
import java.util.Map;

/** Group normalization, backward. The gradients of parameters that are not given are those at 1 and 0. */
final class GroupNormBackwardOp implements Op {
    @Override
    public String name() {
        return "group-norm-backward";
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
                Input.statistics("mean"),
                Input.statistics("rstd"));
    }

    @Override
    public List<Setting<?>> settings() {
        return GroupNormOp.SETTINGS;
    }

    @Override
    public Map<String, String> usualSettings(Shape shape) {
        return Map.of("groups", Long.toString(GroupNormOp.usualGroups(shape)));
    }

    @Override
    public List<String> outputs() {
        return List.of("dx", "dweight", "dbias");
    }

    @Override
    public long statistics(Shape shape) {
        return shape.dim(0) * GroupNormOp.usualGroups(shape);
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        DType dtype = arguments.dtype();
        GroupNormCall forward = GroupNormOp.call(arguments);
        Shape shape = forward.x().shape();
        Shape channels = Shape.of(forward.layout().channels(shape));
        Shape groups = Shape.of(shape.dim(0), forward.groups());
        GroupNormBackwardCall call = GroupNormBackwardCall.of(forward, arguments.required("dy"))
                .withSaved(arguments.optional("mean", groups), arguments.optional("rstd", groups));
        GroupNormGradients into = new GroupNormGradients(
                arguments.room("dx", shape, dtype),
                arguments.room("dweight", channels, dtype),
                arguments.room("dbias", channels, dtype));
        return () -> Norms.groupNormBackward(call, into);
    }
}
