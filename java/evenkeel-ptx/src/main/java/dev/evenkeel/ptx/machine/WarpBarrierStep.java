package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Statement;

/** {@code bar.warp.sync}: orders the members' memory accesses. */
final class WarpBarrierStep extends ConvergentStep {
    WarpBarrierStep(Statement statement, int members) {
        super(statement, members, NONE);
    }

    @Override
    void exchange(Warp warp, int group, int members) {
        warp.ordered(group);
    }
}
