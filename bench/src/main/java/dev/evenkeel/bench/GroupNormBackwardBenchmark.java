package dev.evenkeel.bench;

import dev.evenkeel.Shape;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.norms.GroupNormBackwardCall;
import dev.evenkeel.norms.GroupNormCall;
import dev.evenkeel.norms.GroupNormGradients;
import dev.evenkeel.norms.GroupNormResult;
import dev.evenkeel.norms.Norms;
import java.util.Map;

/** All gradients of {@link GroupNormBenchmark}'s operation, from saved statistics. */
public class GroupNormBackwardBenchmark extends NormBenchmark {
    @Override
    public Operation operation() {
        return Operation.GROUP_NORM_BACKWARD;
    }

    /** How x lies in memory. */
    ChannelLayout layout() {
        return ChannelLayout.CHANNELS_FIRST;
    }

    @Override
    public Call call(Shape shape, Operands operands) {
        Shape channels = Shape.of(shape.dim(1));
        GroupNormCall forward = GroupNormBenchmark.forward(shape, layout(), operands);
        Shape x = forward.x().shape();
        GroupNormResult saved = GroupNormBenchmark.saving(null, shape, forward, operands);
        Norms.groupNorm(forward, saved);
        GroupNormBackwardCall call =
                GroupNormBackwardCall.of(forward, operands.gradients(x)).withSaved(saved.mean(), saved.rstd());
        GroupNormGradients into =
                new GroupNormGradients(operands.output(x), operands.output(channels), operands.output(channels));
        return new Call(
                () -> Norms.groupNormBackward(call, into),
                Map.of("dx", into.dx(), "dweight", into.dweight(), "dbias", into.dbias()));
    }
}
