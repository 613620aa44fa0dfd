package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Statement;

/**
 * An instruction of several lanes together, named by a member mask: shuffles, votes, reductions, warp barriers. It
 * starts a basic block; lanes wait there for the members that have not come yet.
 */
abstract class ConvergentStep extends Step {
    private final int memberMask;

    ConvergentStep(Statement statement, int memberMask, int[] sources, int... targets) {
        super(statement, sources, targets);
        this.memberMask = memberMask;
    }

    /** All lanes that the active lanes want to be there. */
    final int members(Warp warp) {
        int[] masks = warp.register(memberMask);
        int members = 0;
        if (warp.active == Storage.ALL) {
            for (int i = 0; i < Storage.LANES; i++) {
                members |= masks[i];
            }
            return members;
        }
        for (int rest = warp.active; rest != 0; rest &= rest - 1) {
            members |= masks[Integer.numberOfTrailingZeros(rest)];
        }
        return members;
    }

    /** Whether all lanes are here, and all name all lanes: the common case. */
    private static boolean complete(int[] masks) {
        int common = Storage.ALL;
        for (int i = 0; i < Storage.LANES; i++) {
            common &= masks[i];
        }
        return common == Storage.ALL;
    }

    @Override
    final void execute(Warp warp) {
        int[] masks = warp.register(memberMask);
        int active = warp.active;
        if (active == Storage.ALL && complete(masks)) {
            exchange(warp, active, active);
            return;
        }
        for (int rest = active; rest != 0; ) {
            int members = masks[Integer.numberOfTrailingZeros(rest)];
            int group = 0;
            for (int i = 0; i < Storage.LANES; i++) {
                group |= (rest >>> i & 1) != 0 && masks[i] == members ? 1 << i : 0;
            }
            if (group != members) {
                warp.reportMembers(statement, members, group);
            }
            warp.active = group;
            exchange(warp, group, members);
            rest &= ~group;
        }
        warp.active = active;
    }

    /** Executes for the lanes in {@code group}, which name the same members. */
    abstract void exchange(Warp warp, int group, int members);

    @Override
    void propagate(Warp warp) {
        warp.requireDefined(memberMask, statement, "member mask");
        super.propagate(warp);
    }
}
