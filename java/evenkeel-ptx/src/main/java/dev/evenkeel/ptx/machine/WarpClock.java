package dev.evenkeel.ptx.machine;

import java.util.Arrays;

/** A vector clock over the warps of a block, advanced by barriers, and a count of barriers within the warp. */
public final class WarpClock {
    private static final int MOST_WARPS = 32;

    private final int[] seen = new int[MOST_WARPS];
    private final int warp;
    private int orders;

    WarpClock(int warp) {
        this.warp = warp;
    }

    void reset() {
        Arrays.fill(seen, 0);
        orders = 0;
    }

    void order() {
        orders++;
    }

    /** This warp's own time. */
    public int time() {
        return seen[warp];
    }

    /** Barriers within the warp so far. */
    public int orders() {
        return orders;
    }

    /** Whether what a warp did at its time {@code time} is ordered before what this one does now. */
    public boolean sees(int otherWarp, int time) {
        return seen[otherWarp] > time;
    }

    void join(WarpClock other) {
        for (int i = 0; i < MOST_WARPS; i++) {
            seen[i] = Math.max(seen[i], other.seen[i]);
        }
    }

    void advance() {
        seen[warp]++;
        orders++;
    }
}
