package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.memory.Region;

/** {@code atom} and {@code red}: lane after lane. Blocks of a kernel with atomics run one at a time. */
final class AtomicStep extends MemoryStep {
    private final AtomicOperator operator;
    private final Element element;
    private final Storage<?> storage;

    /** {@code targets} is empty for {@code red}; {@code values} are one or, for {@code cas}, two. */
    AtomicStep(
            Access access,
            AddressOperand address,
            AtomicOperator operator,
            Storage<?> storage,
            int[] values,
            int... targets) {
        super(access, address, values, targets);
        this.operator = operator;
        this.storage = storage;
        this.element = Element.of(access.elementBytes(), storage);
    }

    @Override
    void transfer(Warp warp, Region region, byte[] memory, int mask) {
        Object old = warp.scratch(storage);
        Object fresh = storage.create();
        Object b = warp.register(sources[0]);
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int i = Integer.numberOfTrailingZeros(rest);
            element.load(memory, warp.index, 0, 1 << i, old);
            long c = sources.length > 1 ? Lanes.bits(warp.register(sources[1]), i) : 0;
            Lanes.set(fresh, i, operator.apply(Lanes.bits(old, i), Lanes.bits(b, i), c));
            element.store(memory, warp.index, 0, 1 << i, fresh);
            if (targets.length > 0) {
                Lanes.set(warp.register(targets[0]), i, Lanes.bits(old, i));
            }
        }
    }

    @Override
    int[] stored() {
        return sources;
    }
}
