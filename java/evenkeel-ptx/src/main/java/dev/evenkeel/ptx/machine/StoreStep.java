package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.memory.Region;

/** {@code st}, scalar or vector. */
final class StoreStep extends MemoryStep {
    private final Element element;

    StoreStep(Access access, AddressOperand address, Element element, int... values) {
        super(access, address, values);
        this.element = element;
    }

    @Override
    void transfer(Warp warp, Region region, byte[] memory, int mask) {
        int plus = 0;
        for (int value : sources) {
            element.store(memory, warp.index, plus, mask, warp.register(value));
            plus += access.elementBytes();
        }
    }

    @Override
    int[] stored() {
        return sources;
    }
}
