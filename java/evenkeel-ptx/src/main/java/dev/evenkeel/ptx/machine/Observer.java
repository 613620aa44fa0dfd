package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.memory.Region;

/** Sees what a launch does, to check it. Called by one thread at a time. */
public interface Observer {
    /**
     * Lanes are about to access a region, in bounds and aligned.
     *
     * @param loaded registers that elements are loaded to
     * @param stored registers that elements are stored from
     * @param lanes those that do; their addresses are the warp's
     */
    void access(Warp warp, Access access, int[] loaded, int[] stored, Region region, int lanes);

    /** Lanes have waited for what they copy to their addresses: it lies there now. */
    void copied(Warp warp, Access access, Region region, int lanes);

    /** A fence orders what a warp did before it and does after it as other blocks see it. */
    void fence(Warp warp);

    /** Lanes use an undefined register for what must be defined. */
    void undefined(Warp warp, Statement statement, String use, int lanes);

    /** The lanes of {@code present} execute an instruction for {@code members}. */
    void members(Warp warp, Statement statement, int members, int present);

    /** A barrier that wants whole warps is executed by a part of one, or after threads of the block have ended. */
    void divergentBarrier(Warp warp, Statement statement, String problem, int lanes);
}
