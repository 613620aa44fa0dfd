package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Statement;

/** {@code membar}, {@code fence}: later accesses of this thread are seen after its earlier ones. */
final class FenceStep extends Step {
    private final boolean beyondBlock;

    FenceStep(Statement statement, Opcode opcode) {
        super(statement, NONE);
        this.beyondBlock = !opcode.has("proxy") && (opcode.has("gl") || opcode.has("gpu") || opcode.has("sys"));
    }

    @Override
    void execute(Warp warp) {
        // memory here is in order: only the checker minds
        if (beyondBlock) {
            warp.fence();
        }
    }
}
