package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.memory.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The copies of a warp that are under way, in the order of issue. The source is read when a copy is issued, the
 * destination written when its thread waits for it and no sooner, so that a missing wait shows. Groups are each
 * lane's own.
 */
final class AsyncCopies {
    /** Bytes of the longest copy. */
    static final int LONGEST = 16;

    /** What the copy that is being issued has read, {@link #LONGEST} bytes for each lane. */
    final byte[] staging = new byte[Storage.LANES * LONGEST];

    private final int[] committed = new int[Storage.LANES];
    private final List<Copy> copies = new ArrayList<>();

    /** One instruction's copies. */
    private static final class Copy {
        final Access access;
        final Region region;
        final long[] address;
        final byte[] data;
        final int[] group;
        int lanes;

        Copy(Access access, Region region, long[] address, byte[] data, int[] group, int lanes) {
            this.access = access;
            this.region = region;
            this.address = address.clone();
            this.data = data.clone();
            this.group = group.clone();
            this.lanes = lanes;
        }
    }

    /** Forgets all: another block starts. */
    void reset() {
        copies.clear();
        Arrays.fill(committed, 0);
    }

    /** Issues what lies in {@link #staging} for these lanes, to their addresses. */
    void issue(Access access, Region region, long[] address, int lanes) {
        copies.add(new Copy(access, region, address, staging, committed, lanes));
    }

    /** The copies that these lanes have issued since the last time become a group. */
    void commit(int lanes) {
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            committed[Integer.numberOfTrailingZeros(rest)]++;
        }
    }

    /** Completes all groups of the warp's active lanes but the latest {@code pending}. */
    void await(Warp warp, int pending) {
        for (Copy copy : copies) {
            int done = 0;
            for (int rest = copy.lanes & warp.active; rest != 0; rest &= rest - 1) {
                int lane = Integer.numberOfTrailingZeros(rest);
                done |= copy.group[lane] < committed[lane] - pending ? 1 << lane : 0;
            }
            if (done != 0) {
                complete(warp, copy, done);
            }
        }
        copies.removeIf(copy -> copy.lanes == 0);
    }

    private static void complete(Warp warp, Copy copy, int lanes) {
        int bytes = copy.access.bytes();
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            long at = copy.address[lane];
            warp.address[lane] = at;
            System.arraycopy(copy.data, LONGEST * lane, copy.region.chunk(at), copy.region.index(at), bytes);
        }
        copy.lanes &= ~lanes;
        warp.copied(copy.access, copy.region, lanes);
    }
}
