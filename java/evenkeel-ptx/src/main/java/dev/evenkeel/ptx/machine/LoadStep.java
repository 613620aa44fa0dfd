package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.memory.Region;

/** {@code ld}, scalar or vector. */
final class LoadStep extends MemoryStep {
    private final Element element;

    LoadStep(Access access, AddressOperand address, Element element, int... targets) {
        super(access, address, new int[] {address.register()}, targets);
        this.element = element;
    }

    @Override
    void transfer(Warp warp, Region region, byte[] memory, int mask) {
        int plus = 0;
        for (int target : targets) {
            if (target >= 0) {
                element.load(memory, warp.index, plus, mask, warp.register(target));
            }
            plus += access.elementBytes();
        }
        if (access.strength() != Access.Strength.WEAK) {
            warp.polled();
        }
    }
}
