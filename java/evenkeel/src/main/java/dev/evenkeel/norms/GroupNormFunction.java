package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.Layout;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Group normalization, and instance normalization as that of groups of one channel: checks, then one call of the
 * backend.
 */
final class GroupNormFunction {
    private final Checks checks;
    private final GroupNormCall call;
    private final Buffer x;
    private final GroupGeometry geometry;
    private final Shape channels;
    private final Shape groups;

    private GroupNormFunction(String op, GroupNormCall call) {
        this.call = call;
        this.checks = new Checks(op, call.x());
        this.x = call.x().buffer();
        Shape shape = call.x().shape();
        checks.require(shape.rank() >= 2, () -> "expected input (N, C) or with more dims, got " + shape);
        checks.eps(call.eps());
        long channelCount = call.layout().channels(shape);
        checks.require(
                call.groups() > 0 && channelCount > 0 && channelCount % call.groups() == 0,
                () -> "groups must divide the channels: " + call.groups() + " groups don't divide the " + channelCount
                        + " channels of input " + shape);
        this.channels = Shape.of(channelCount);
        this.groups = Shape.of(shape.dim(0), call.groups());
        this.geometry = new GroupGeometry(
                shape.dim(0),
                call.groups(),
                channelCount / call.groups(),
                call.layout().spatial(shape),
                call.layout() == ChannelLayout.CHANNELS_FIRST ? Layout.CHANNELS_FIRST : Layout.CHANNELS_LAST,
                call.eps(),
                call.x().dtype(),
                checks.paramDType(call.weight(), call.bias()));
    }

    private static GroupNormFunction of(GroupNormCall call, String step) {
        return new GroupNormFunction("group norm" + step, call);
    }

    private static GroupNormFunction of(InstanceNormCall call, String step) {
        Shape shape = call.x().shape();
        long channels = shape.rank() < 2 ? 1 : call.layout().channels(shape);
        GroupNormFunction function = new GroupNormFunction(
                "instance norm" + step,
                new GroupNormCall(
                        call.x(), Math.max(1, channels), call.layout(), call.weight(), call.bias(), call.eps()));
        function.checks.require(
                function.geometry.inner() > 1 || function.geometry.samples() == 0,
                () -> "expected more than 1 spatial element when training, got input size " + shape);
        return function;
    }

    static GroupNormResult forward(GroupNormCall call) {
        return of(call, "").forward((RunningUpdate) null);
    }

    static void forward(GroupNormCall call, GroupNormResult into) {
        of(call, "").run(null, into);
    }

    static InstanceNormResult forward(InstanceNormCall call, @Nullable RunningUpdate running) {
        GroupNormResult result = of(call, "").forward(running);
        return new InstanceNormResult(result.y(), result.mean(), result.rstd());
    }

    static void forward(InstanceNormCall call, @Nullable RunningUpdate running, InstanceNormResult into) {
        of(call, "").run(running, new GroupNormResult(into.y(), into.mean(), into.rstd()));
    }

    static GroupNormGradients backward(GroupNormBackwardCall call) {
        return of(call.forward(), " backward").gradients(call.dy(), call.mean(), call.rstd(), call.mode());
    }

    static void backward(GroupNormBackwardCall call, GroupNormGradients into) {
        of(call.forward(), " backward").run(call.dy(), call.mean(), call.rstd(), call.mode(), into);
    }

    static InstanceNormGradients backward(InstanceNormBackwardCall call) {
        GroupNormGradients gradients =
                of(call.forward(), " backward").gradients(call.dy(), call.mean(), call.rstd(), call.mode());
        return new InstanceNormGradients(gradients.dx(), gradients.dweight(), gradients.dbias());
    }

    static void backward(InstanceNormBackwardCall call, InstanceNormGradients into) {
        of(call.forward(), " backward")
                .run(
                        call.dy(),
                        call.mean(),
                        call.rstd(),
                        call.mode(),
                        new GroupNormGradients(into.dx(), into.dweight(), into.dbias()));
    }

    private GroupNormResult forward(@Nullable RunningUpdate running) {
        DType statistics = geometry.dtype().statistics();
        try (Allocations made = new Allocations(call.x().device())) {
            GroupNormResult into = new GroupNormResult(
                    made.result(call.x().shape(), geometry.dtype()),
                    made.result(groups, statistics),
                    made.result(groups, statistics));
            run(running, into);
            return made.keep(into);
        }
    }

    private GroupNormGradients gradients(Tensor dy, @Nullable Tensor mean, @Nullable Tensor rstd, GradientMode mode) {
        Tensor weight = call.weight();
        Tensor bias = call.bias();
        checks.overwrites(mode);
        try (Allocations made = new Allocations(call.x().device())) {
            GroupNormGradients into = new GroupNormGradients(
                    made.result(call.x().shape(), geometry.dtype()),
                    weight == null ? null : made.result(weight.shape(), weight.dtype()),
                    bias == null ? null : made.result(bias.shape(), bias.dtype()));
            run(dy, mean, rstd, mode, into);
            return made.keep(into);
        }
    }

    private void run(@Nullable RunningUpdate running, GroupNormResult into) {
        GroupNormForwardOp op = new GroupNormForwardOp(
                geometry,
                x,
                parameter("weight", call.weight()),
                parameter("bias", call.bias()),
                checks.optionalLikeX("y", into.y()),
                checks.optionalStatistics("mean", into.mean(), groups),
                checks.optionalStatistics("rstd", into.rstd(), groups),
                running == null ? null : running.checked(checks, channels, geometry.perGroup()));
        if (hasElements()) {
            backend().groupNormForward(op);
        }
    }

    private void run(
            Tensor dy, @Nullable Tensor mean, @Nullable Tensor rstd, GradientMode mode, GroupNormGradients into) {
        GroupNormBackwardOp op = new GroupNormBackwardOp(
                geometry,
                checks.likeX("dy", dy),
                x,
                parameter("weight", call.weight()),
                checks.optionalStatistics("mean", mean, groups),
                checks.optionalStatistics("rstd", rstd, groups),
                checks.optionalLikeX("dx", into.dx()),
                parameter("dweight", into.dweight()),
                parameter("dbias", into.dbias()),
                mode == GradientMode.ACCUMULATE);
        if (hasElements()) {
            backend().groupNormBackward(op);
        } else if (!op.accumulate()) {
            zero(op.dweight());
            zero(op.dbias());
        }
    }

    /** A batch may be empty; groups may not. */
    private boolean hasElements() {
        checks.require(
                geometry.perGroup() > 0 || geometry.samples() == 0,
                () -> "the groups of input " + call.x().shape() + " have no elements");
        return geometry.count() > 0;
    }

    private void zero(@Nullable Buffer gradient) {
        if (gradient != null) {
            backend().fill(gradient, 0);
        }
    }

    @Nullable
    private Buffer parameter(String name, @Nullable Tensor tensor) {
        return checks.optionalParameter(name, tensor, channels, geometry.paramDType());
    }

    private NormBackend backend() {
        return Backends.of(call.x().device());
    }
}
