package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Statement;

/** {@code activemask}. */
final class ActiveMaskStep extends Step {
    ActiveMaskStep(Statement statement, int target) {
        super(statement, NONE, target);
    }

    @Override
    void execute(Warp warp) {
        int[] all = warp.words(0);
        Storage.WORD.fill(all, warp.active);
        Storage.WORD.blend(all, warp.register(targets[0]), warp.active);
    }
}
