package dev.evenkeel.bench;

import dev.evenkeel.Shape;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.norms.GroupNormCall;
import dev.evenkeel.norms.GroupNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.tensor.Tensor;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Group normalization in 32 groups, or as many as divide both that and the channels; statistics saved. */
public class GroupNormBenchmark extends NormBenchmark {
    private static final BigInteger GROUPS = BigInteger.valueOf(32);

    @Override
    public Operation operation() {
        return Operation.GROUP_NORM;
    }

    /** How x lies in memory. */
    ChannelLayout layout() {
        return ChannelLayout.CHANNELS_FIRST;
    }

    @Override
    public Call call(Shape shape, Operands operands) {
        GroupNormCall call = forward(shape, layout(), operands);
        GroupNormResult into = saving(operands.output(call.x().shape()), shape, call, operands);
        return new Call(
                () -> Norms.groupNorm(call, into), Map.of("y", into.y(), "mean", into.mean(), "rstd", into.rstd()));
    }

    /** The call on what has this shape with channels second. */
    static GroupNormCall forward(Shape shape, ChannelLayout layout, Operands operands) {
        Shape channels = Shape.of(shape.dim(1));
        long groups = GROUPS.gcd(BigInteger.valueOf(shape.dim(1))).longValue();
        return GroupNormCall.of(operands.activations(BatchNormBenchmark.inMemory(shape, layout)), groups)
                .withLayout(layout)
                .withWeight(operands.parameters(channels, 1))
                .withBias(operands.parameters(channels, 0));
    }

    /** What a call gives, with tensors for its statistics. */
    static GroupNormResult saving(@Nullable Tensor y, Shape shape, GroupNormCall call, Operands operands) {
        Shape groups = Shape.of(shape.dim(0), call.groups());
        return new GroupNormResult(y, operands.statistics(groups), operands.statistics(groups));
    }
}
