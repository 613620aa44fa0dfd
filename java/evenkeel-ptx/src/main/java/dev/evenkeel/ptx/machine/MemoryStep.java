package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.memory.Region;

/**
 * A memory instruction: works out the lanes' addresses, checks them as the hardware does, then transfers lane groups
 * that lie in one array, mostly all of them at once.
 */
abstract class MemoryStep extends Step {
    final Access access;
    private final int base;
    private final Storage<?> baseStorage;
    private final long offset;

    /** An address operand: a register that holds an address, and what to add to it. */
    record AddressOperand(int register, Storage<?> storage, long offset) {}

    MemoryStep(Access access, AddressOperand address, int[] sources, int... targets) {
        super(access.statement(), sources, targets);
        this.access = access;
        this.base = address.register;
        this.baseStorage = address.storage;
        this.offset = address.offset;
    }

    @Override
    final void execute(Warp warp) {
        long[] address = warp.address;
        locate(warp, address);
        int[] index = warp.index;
        for (int rest = warp.active; rest != 0; ) {
            int first = Integer.numberOfTrailingZeros(rest);
            Region region = warp.region(this, address[first], first);
            int group = group(warp, region, address, index, rest, first);
            warp.observe(this, region, group);
            transfer(warp, region, region.chunk(address[first]), group);
            rest &= ~group;
        }
    }

    private void locate(Warp warp, long[] address) {
        if (baseStorage == Storage.LONG) {
            long[] bases = warp.register(base);
            for (int i = 0; i < Storage.LANES; i++) {
                address[i] = bases[i] + offset;
            }
        } else {
            int[] bases = warp.register(base);
            for (int i = 0; i < Storage.LANES; i++) {
                address[i] = (bases[i] & 0xFFFFFFFFL) + offset;
            }
        }
        if (warp.checked()) {
            warp.requireDefined(base, statement, "address");
        }
    }

    /** The lanes of {@code mask} whose access lies in the first one's array; sets their indices. */
    private int group(Warp warp, Region region, long[] address, int[] index, int mask, int first) {
        int bytes = access.bytes();
        int group = 0;
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int i = Integer.numberOfTrailingZeros(rest);
            long at = address[i];
            if ((at & alignment() - 1) != 0) {
                throw Locus.fault(Fault.Kind.MISALIGNED_ADDRESS, warp, access, i, at, region);
            }
            if (region.contains(at, bytes) && region.sameChunk(at, address[first])) {
                index[i] = region.index(at);
                group |= 1 << i;
            } else if (i == first) {
                throw Locus.fault(Fault.Kind.ILLEGAL_ADDRESS, warp, access, i, at, region);
            }
        }
        return group;
    }

    /** What each address is to be a multiple of. */
    int alignment() {
        return access.bytes();
    }

    /** Moves the data of the lanes in {@code mask}, which lie in {@code memory} at the warp's indices. */
    abstract void transfer(Warp warp, Region region, byte[] memory, int mask);

    /** The registers that are stored, element by element. */
    int[] stored() {
        return NONE;
    }

    @Override
    final void propagate(Warp warp) {
        // the checker sees every access with its addresses
    }
}
