package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.memory.Region;

/** The part of {@code cp.async} that will write, once its thread waits for it. */
final class CopyTargetStep extends MemoryStep {
    CopyTargetStep(Access access, AddressOperand address) {
        super(access, address, NONE);
    }

    @Override
    void transfer(Warp warp, Region region, byte[] memory, int mask) {
        warp.copies.issue(access, region, warp.address, mask);
    }
}
