package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.memory.Region;

/** The part of {@code cp.async} that reads: into the warp's staging, where the copy is issued from. */
final class CopySourceStep extends MemoryStep {
    private final int copyBytes;

    /** {@code access} may be shorter than the copy of {@code copyBytes}, to which the address is aligned. */
    CopySourceStep(Access access, AddressOperand address, int copyBytes) {
        super(access, address, NONE);
        this.copyBytes = copyBytes;
    }

    @Override
    int alignment() {
        return copyBytes;
    }

    @Override
    void transfer(Warp warp, Region region, byte[] memory, int mask) {
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            int to = AsyncCopies.LONGEST * lane;
            System.arraycopy(memory, warp.index[lane], warp.copies.staging, to, access.bytes());
        }
    }
}
