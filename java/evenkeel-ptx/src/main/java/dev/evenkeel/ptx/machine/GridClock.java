package dev.evenkeel.ptx.machine;

import java.util.Arrays;

/** What of the work of a launch's blocks is known to have been done: times of their warps. Immutable. */
public final class GridClock {
    /** Nothing is known. */
    public static final GridClock NOTHING = new GridClock(new int[0][]);

    private final int[][] times;

    private GridClock(int[][] times) {
        this.times = times;
    }

    /** This, and what a block's warps did before these times, which no one changes any more. */
    GridClock with(int block, int[] ofWarps) {
        int[][] copy = Arrays.copyOf(times, Math.max(times.length, block + 1));
        copy[block] = later(copy[block], ofWarps);
        return new GridClock(copy);
    }

    /** What is known here or there. */
    public GridClock join(GridClock other) {
        if (this == other || other.times.length == 0) {
            return this;
        }
        if (times.length == 0) {
            return other;
        }
        int[][] joined = Arrays.copyOf(times, Math.max(times.length, other.times.length));
        for (int block = 0; block < other.times.length; block++) {
            joined[block] = later(joined[block], other.times[block]);
        }
        return new GridClock(joined);
    }

    private static int[] later(int[] a, int[] b) {
        if (a == b || b == null) {
            return a;
        }
        if (a == null) {
            return b;
        }
        int[] most = a.clone();
        for (int warp = 0; warp < most.length; warp++) {
            most[warp] = Math.max(a[warp], b[warp]);
        }
        return most;
    }

    /** Whether what a warp did at its time {@code time} is known to have been done. */
    boolean sees(int block, int warp, int time) {
        return block < times.length && times[block] != null && times[block][warp] > time;
    }
}
