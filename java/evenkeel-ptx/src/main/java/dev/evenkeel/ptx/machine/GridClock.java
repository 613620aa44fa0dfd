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
        boolean learned = false;
        for (int block = 0; block < other.times.length; block++) {
            int[] before = joined[block];
            joined[block] = later(before, other.times[block]);
            learned |= joined[block] != before;
        }
        return learned ? new GridClock(joined) : this;
    }

    /** One of the two itself where it is the later one: warps that wait ask for the same ones many times. */
    private static int[] later(int[] a, int[] b) {
        if (a == b || b == null || (a != null && notBefore(a, b))) {
            return a;
        }
        if (a == null || notBefore(b, a)) {
            return b;
        }
        int[] most = a.clone();
        for (int warp = 0; warp < most.length; warp++) {
            most[warp] = Math.max(a[warp], b[warp]);
        }
        return most;
    }

    private static boolean notBefore(int[] a, int[] b) {
        for (int warp = 0; warp < a.length; warp++) {
            if (a[warp] < b[warp]) {
                return false;
            }
        }
        return true;
    }

    /** Whether what a warp did at its time {@code time} is known to have been done. */
    boolean sees(int block, int warp, int time) {
        return block < times.length && times[block] != null && times[block][warp] > time;
    }
}
