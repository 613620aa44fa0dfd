package dev.evenkeel.ptx.machine;

/**
 * The order in which blocks and warps go. Seed 0 is the plain order, each warp running until it waits or may; other seeds
 * shuffle blocks, pick warps at random and interrupt them, always in the same way.
 */
public final class Schedule {
    private static final int LONG_TURN = 1 << 10;
    private static final int MOST_BLOCKS_OF_SHORT_TURN = 24;

    private final boolean plain;
    private long state;

    private Schedule(long seed, long stream) {
        this.plain = seed == 0;
        this.state = mix(seed ^ mix(stream + 1));
    }

    /** The schedule of one block of a launch. */
    static Schedule of(long seed, long stream) {
        return new Schedule(seed, stream);
    }

    /** Basic blocks until the next warp has its turn. */
    int turn() {
        return plain ? LONG_TURN : 1 + below(MOST_BLOCKS_OF_SHORT_TURN);
    }

    /** How many of a turn's {@code left} basic blocks remain when a warp has read what another may have to write first. */
    int afterPoll(int left) {
        return plain ? 0 : left;
    }

    /** Which of {@code count} goes next, after {@code last}. */
    int pick(int last, int count) {
        return plain ? (last + 1) % count : below(count);
    }

    /** The blocks of a grid in their order. */
    int[] order(int blocks) {
        int[] order = new int[blocks];
        for (int i = 0; i < blocks; i++) {
            int j = plain ? i : below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private int below(int bound) {
        state += 0x9E3779B97F4A7C15L;
        return (int) Math.floorMod(mix(state), (long) bound);
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
