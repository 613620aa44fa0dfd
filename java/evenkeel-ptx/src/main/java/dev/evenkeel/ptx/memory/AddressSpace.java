package dev.evenkeel.ptx.memory;

import dev.evenkeel.ptx.isa.StateSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Global memory. Every allocation has a slot of 2^36 bytes of the 64-bit space to itself, lies
 * in its middle and is never followed by another in the same slot: whatever misses it, by however much, hits nothing,
 * and an address tells for good which allocation was meant.
 */
public final class AddressSpace {
    /** Addresses of a block's shared memory start here, generic ones too: they fit into 32 bits. */
    public static final long SHARED_WINDOW = 1L << 24;
    /** Addresses of a warp's local memory start here, generic ones too. */
    public static final long LOCAL_WINDOW = 1L << 25;

    private static final int SLOT_BITS = 36;
    private static final long MIDDLE = 1L << 35;
    private static final int FIRST_SLOT = 16;

    private final boolean shadowed;
    private volatile Region[] slots = new Region[1024];
    private int next = FIRST_SLOT;
    private long inUse;
    private long peak;

    /** A space without allocations; with {@code shadowed} their bytes have shadows. */
    public AddressSpace(boolean shadowed) {
        this.shadowed = shadowed;
    }

    /** Makes an allocation of bytes that count as never written. */
    public synchronized Region allocate(String name, long bytes) {
        long base = ((long) next << SLOT_BITS) + MIDDLE;
        Region region = new Region(StateSpace.GLOBAL, name, base, bytes, shadowed ? new Shadow(bytes) : null);
        Region[] table = slots;
        if (next >= table.length) {
            table = Arrays.copyOf(table, 2 * table.length);
        }
        table[next++] = region;
        slots = table;
        inUse += bytes;
        peak = Math.max(peak, inUse);
        return region;
    }

    /**
     * Gives an allocation back.
     *
     * @return whether {@code address} was the start of one
     */
    public synchronized boolean free(long address) {
        Region region = slot(address);
        if (region == null || region.base() != address || region.freed()) {
            return false;
        }
        region.free();
        inUse -= region.size();
        return true;
    }

    /** The allocation whose slot this is, freed or not; null if there never was one. */
    @Nullable
    public Region slot(long address) {
        Region[] table = slots;
        long slot = address >>> SLOT_BITS;
        return slot < table.length ? table[(int) slot] : null;
    }

    /** Bytes of the allocations that were not freed. */
    public synchronized long inUse() {
        return inUse;
    }

    /** The most bytes that were in use at once. */
    public synchronized long peak() {
        return peak;
    }

    /** The allocations that were not freed, oldest first. */
    public synchronized List<Region> live() {
        List<Region> live = new ArrayList<>();
        for (int i = FIRST_SLOT; i < next; i++) {
            Region region = slots[i];
            if (!region.freed()) {
                live.add(region);
            }
        }
        return live;
    }
}
