package dev.evenkeel.ptx.meter;

import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.machine.Access;
import dev.evenkeel.ptx.memory.Region;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what a launch, or one worker's share of it, does. Not thread-safe. */
public final class LaunchMeter {
    private static final int SECTOR_BITS = 5;
    private static final int BANKS = 32;
    private static final int WIDE = 16;

    private final Map<Region, Traffic> traffic = new LinkedHashMap<>();
    private final long[] sorted = new long[2 * BANKS];
    private long instructions;
    private long warpInstructions;
    private long barriers;
    private long bankConflicts;
    private @Nullable Region lastRegion;
    private Traffic lastTraffic = new Traffic();

    /** Bytes asked for and sectors touched in one allocation. */
    public static final class Traffic {
        private long loadBytes;
        private long storeBytes;
        private long loadSectors;
        private long storeSectors;
        private long wideBytes;

        /** Bytes that threads asked to load. */
        public long loadBytes() {
            return loadBytes;
        }

        /** Bytes that threads asked to store. */
        public long storeBytes() {
            return storeBytes;
        }

        /** Sectors that each warp-wide load touched, summed. */
        public long loadSectors() {
            return loadSectors;
        }

        /** Sectors that each warp-wide store touched, summed. */
        public long storeSectors() {
            return storeSectors;
        }

        /** Bytes asked for in 16-byte accesses. */
        public long wideBytes() {
            return wideBytes;
        }

        void add(Traffic other) {
            loadBytes += other.loadBytes;
            storeBytes += other.storeBytes;
            loadSectors += other.loadSectors;
            storeSectors += other.storeSectors;
            wideBytes += other.wideBytes;
        }
    }

    /** A basic block of {@code count} instructions is executed by the lanes in {@code active}. */
    public void instructions(int count, int active) {
        warpInstructions += count;
        instructions += (long) count * Integer.bitCount(active);
    }

    /** A barrier of a block opens. */
    public void barrier() {
        barriers++;
    }

    /** Lanes access a region at these addresses. */
    public void access(Access access, Region region, long[] address, int lanes) {
        if (region.space() == StateSpace.SHARED) {
            bankConflicts += bankPasses(access.bytes(), address, lanes) - 1;
        } else if (region.space() == StateSpace.GLOBAL) {
            count(access, of(region), address, lanes);
        }
    }

    private Traffic of(Region region) {
        if (region != lastRegion) {
            lastRegion = region;
            lastTraffic = traffic.computeIfAbsent(region, r -> new Traffic());
        }
        return lastTraffic;
    }

    private void count(Access access, Traffic of, long[] address, int lanes) {
        long bytes = (long) access.bytes() * Integer.bitCount(lanes);
        int sectors = sectors(access.bytes(), address, lanes);
        if (access.reads()) {
            of.loadBytes += bytes;
            of.loadSectors += sectors;
        }
        if (access.writes()) {
            of.storeBytes += bytes;
            of.storeSectors += sectors;
        }
        if (access.bytes() >= WIDE) {
            of.wideBytes += bytes;
        }
    }

    /** Distinct 32-byte sectors. Accesses are aligned, so that each of up to 32 bytes touches one. */
    private int sectors(int bytes, long[] address, int lanes) {
        int count = 0;
        long previous = Long.MIN_VALUE;
        boolean ascending = true;
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            long sector = address[Integer.numberOfTrailingZeros(rest)] >>> SECTOR_BITS;
            if (sector != previous) {
                ascending &= sector > previous;
                sorted[count++] = sector;
                previous = sector;
            }
        }
        return ascending ? count : distinct(count);
    }

    private int distinct(int count) {
        Arrays.sort(sorted, 0, count);
        int distinct = 1;
        for (int i = 1; i < count; i++) {
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        }
        return distinct;
    }

    /** How often the fullest bank is asked for different words; wide accesses go half or quarter warps at a time. */
    private int bankPasses(int bytes, long[] address, int lanes) {
        int lanesAtOnce = Math.min(BANKS, BANKS * 4 / Math.max(4, bytes));
        int passes = 0;
        for (int from = 0; from < BANKS; from += lanesAtOnce) {
            int group = lanes & (lanesAtOnce == BANKS ? -1 : (1 << lanesAtOnce) - 1 << from);
            passes += group == 0 ? 0 : passesOf(group, Math.max(1, bytes / 4), address);
        }
        int unavoidable = Math.max(1, BANKS / lanesAtOnce) - 1;
        return Math.max(1, passes - unavoidable);
    }

    private int passesOf(int group, int words, long[] address) {
        long[] perBank = new long[BANKS];
        int count = 0;
        long[] seen = sorted;
        for (int rest = group; rest != 0; rest &= rest - 1) {
            long first = address[Integer.numberOfTrailingZeros(rest)] >>> 2;
            for (int w = 0; w < words && count < seen.length; w++) {
                seen[count++] = first + w;
            }
        }
        Arrays.sort(seen, 0, count);
        long most = 1;
        for (int i = 0; i < count; i++) {
            if (i == 0 || seen[i] != seen[i - 1]) {
                most = Math.max(most, ++perBank[(int) (seen[i] & BANKS - 1)]);
            }
        }
        return (int) most;
    }

    /** Adds another share's counts. */
    public void add(LaunchMeter other) {
        instructions += other.instructions;
        warpInstructions += other.warpInstructions;
        barriers += other.barriers;
        bankConflicts += other.bankConflicts;
        other.traffic.forEach((region, part) ->
                traffic.computeIfAbsent(region, r -> new Traffic()).add(part));
    }

    /** Instructions times the threads that executed them. */
    public long instructions() {
        return instructions;
    }

    /** Instructions that warps executed. */
    public long warpInstructions() {
        return warpInstructions;
    }

    /** Barriers that opened, over all blocks. */
    public long barriers() {
        return barriers;
    }

    /** Extra passes that shared memory took because lanes wanted different words of one bank. */
    public long bankConflicts() {
        return bankConflicts;
    }

    /** Traffic by allocation, in the order of first use. */
    public Map<Region, Traffic> traffic() {
        return traffic;
    }
}
