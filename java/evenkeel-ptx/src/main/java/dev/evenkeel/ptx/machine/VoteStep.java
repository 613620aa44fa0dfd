package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Statement;

/** {@code vote.sync}. */
final class VoteStep extends ConvergentStep {
    /** What is asked of the members' predicates. */
    enum Mode {
        ALL,
        ANY,
        UNI,
        BALLOT
    }

    private final Mode mode;
    private final int predicate;
    private final boolean negated;

    VoteStep(Statement statement, Mode mode, int target, int predicate, boolean negated, int members) {
        super(statement, members, new int[] {predicate}, target);
        this.mode = mode;
        this.predicate = predicate;
        this.negated = negated;
    }

    @Override
    void exchange(Warp warp, int group, int members) {
        int votes = (warp.predicate(predicate) ^ (negated ? -1 : 0)) & group;
        int result = switch (mode) {
            case ALL -> votes == group ? 1 : 0;
            case ANY -> votes != 0 ? 1 : 0;
            case UNI -> votes == 0 || votes == group ? 1 : 0;
            case BALLOT -> votes;
        };
        int[] all = warp.words(0);
        Storage.WORD.fill(all, result);
        Storage.WORD.blend(all, warp.register(targets[0]), group);
    }

    /** One undefined vote spoils the result for all. */
    @Override
    void propagate(Warp warp) {
        super.propagate(warp);
        warp.define(targets[0], warp.undefined(predicate) != 0 ? Storage.ALL : 0);
    }
}
