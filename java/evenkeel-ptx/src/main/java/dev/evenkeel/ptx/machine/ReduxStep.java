package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Statement;
import java.util.function.IntBinaryOperator;

/** {@code redux.sync}: the members' integers combined, the same result for all. */
final class ReduxStep extends ConvergentStep {
    private final IntBinaryOperator operator;
    private final int value;

    ReduxStep(Statement statement, IntBinaryOperator operator, int target, int value, int members) {
        super(statement, members, new int[] {value}, target);
        this.operator = operator;
        this.value = value;
    }

    @Override
    void exchange(Warp warp, int group, int members) {
        int[] values = warp.register(value);
        int rest = group;
        int result = values[Integer.numberOfTrailingZeros(rest)];
        for (rest &= rest - 1; rest != 0; rest &= rest - 1) {
            result = operator.applyAsInt(result, values[Integer.numberOfTrailingZeros(rest)]);
        }
        int[] all = warp.words(0);
        Storage.WORD.fill(all, result);
        Storage.WORD.blend(all, warp.register(targets[0]), group);
    }

    @Override
    void propagate(Warp warp) {
        super.propagate(warp);
        warp.define(targets[0], warp.undefined(value) != 0 ? Storage.ALL : 0);
    }
}
