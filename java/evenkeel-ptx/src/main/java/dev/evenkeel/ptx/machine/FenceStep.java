package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Statement;

/** {@code membar}, {@code fence}: later accesses of this thread are seen after its earlier ones. */
final class FenceStep extends Step {
    FenceStep(Statement statement) {
        super(statement, NONE);
    }

    @Override
    void execute(Warp warp) {
        // memory here is in order
    }
}
