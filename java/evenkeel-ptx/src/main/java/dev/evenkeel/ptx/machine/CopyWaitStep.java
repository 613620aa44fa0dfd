package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Statement;

/** Closes the lanes' open group of copies, waits for groups, or both. */
final class CopyWaitStep extends Step {
    /** Waits for nothing. */
    static final int NO_WAIT = -1;

    private final boolean commits;
    private final int pending;

    /** {@code pending} groups may stay under way, or {@link #NO_WAIT}. */
    CopyWaitStep(Statement statement, boolean commits, int pending) {
        super(statement, NONE);
        this.commits = commits;
        this.pending = pending;
    }

    @Override
    void execute(Warp warp) {
        if (commits) {
            warp.copies.commit(warp.active);
        }
        if (pending != NO_WAIT) {
            warp.copies.await(warp, pending);
        }
    }
}
