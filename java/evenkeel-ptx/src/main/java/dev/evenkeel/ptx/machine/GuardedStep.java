package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Statement;
import java.util.List;

/** Steps under a predicate: only the lanes where it holds execute them. */
final class GuardedStep extends Step {
    private final List<Step> steps;
    private final int guard;
    private final boolean negated;

    GuardedStep(Statement statement, int guard, boolean negated, List<Step> steps) {
        super(statement, new int[] {guard});
        this.steps = steps;
        this.guard = guard;
        this.negated = negated;
    }

    @Override
    void execute(Warp warp) {
        int active = warp.active;
        warp.active = active & warp.predicate(guard) ^ (negated ? active : 0);
        if (warp.active != 0) {
            for (Step step : steps) {
                warp.execute(step);
            }
        }
        warp.active = active;
    }

    @Override
    void propagate(Warp warp) {
        warp.requireDefined(guard, statement, "predicate");
    }
}
