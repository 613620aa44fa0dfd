package dev.evenkeel.ptx.machine;

import java.util.Arrays;

/**
 * A vector clock over the warps of a block, advanced by barriers, and a count of barriers within the warp. Of other
 * blocks a warp knows what they had done before a fence, if it has read what they wrote, by strong accesses, after it,
 * and has a fence behind that read. A barrier may stand between the fence of one warp and the access of another, as it
 * may between fences that are sequentially consistent, which {@code __threadfence()} is.
 */
public final class WarpClock {
    private static final int MOST_WARPS = 32;

    private final int[] seen = new int[MOST_WARPS];
    private final int warp;
    private int orders;
    private GridClock known = GridClock.NOTHING;
    private GridClock heard = GridClock.NOTHING;
    private GridClock told = GridClock.NOTHING;

    WarpClock(int warp) {
        this.warp = warp;
    }

    void reset() {
        Arrays.fill(seen, 0);
        orders = 0;
        known = GridClock.NOTHING;
        heard = GridClock.NOTHING;
        told = GridClock.NOTHING;
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

    /** Whether what a warp of another block did at its time {@code time} is ordered before what this one does now. */
    public boolean sees(int otherBlock, int otherWarp, int time) {
        return known.sees(otherBlock, otherWarp, time);
    }

    /** From now on its strong writes tell of all that it did and knows. */
    public void release(int block) {
        seen[warp]++;
        told = known.with(block, seen.clone());
    }

    /** From now on it knows what its strong reads have told it. */
    public void acquire() {
        known = known.join(heard);
    }

    /** What its strong writes tell. */
    public GridClock told() {
        return told;
    }

    /** A strong read tells it of this. */
    public void hear(GridClock clock) {
        heard = heard.join(clock);
    }

    void join(WarpClock other) {
        known = known.join(other.known);
        heard = heard.join(other.heard);
        told = told.join(other.told);
        for (int i = 0; i < MOST_WARPS; i++) {
            seen[i] = Math.max(seen[i], other.seen[i]);
        }
    }

    void advance() {
        seen[warp]++;
        orders++;
    }
}
