package dev.evenkeel.ptx.check;

import dev.evenkeel.ptx.machine.Warp;
import dev.evenkeel.ptx.machine.WarpClock;

/**
 * Who accessed a byte and when, in one word, so that a page of marks is an array: block + 1 (24 bits), warp (5), lane
 * (6; 32 for several), whether it was strong (1), time by block barriers (14), time by all barriers (14). Times that
 * don't fit count as ordered.
 */
final class Mark {
    private static final int TIME_BITS = 14;
    private static final int MOST = (1 << TIME_BITS) - 1;
    private static final int TIME = TIME_BITS;
    private static final int STRONG = 2 * TIME_BITS;
    private static final int LANE = STRONG + 1;
    private static final int WARP = LANE + 6;
    private static final int BLOCK = WARP + 5;
    private static final int SEVERAL = 32;

    private Mark() {}

    static long of(Warp warp, int lane, boolean strong) {
        WarpClock clock = warp.clock();
        return warp.block().number() + 1 << BLOCK
                | (long) warp.number() << WARP
                | (long) lane << LANE
                | (strong ? 1L << STRONG : 0)
                | (long) Math.min(MOST, clock.time()) << TIME
                | Math.min(MOST, clock.orders());
    }

    static int lane(long mark) {
        return (int) (mark >>> LANE) & 63;
    }

    private static int warp(long mark) {
        return (int) (mark >>> WARP) & 31;
    }

    private static long block(long mark) {
        return mark >>> BLOCK;
    }

    static boolean strong(long mark) {
        return (mark >>> STRONG & 1) != 0;
    }

    static boolean sameWarp(long a, long b) {
        return a >>> WARP == b >>> WARP;
    }

    /** The later of two marks of a warp; of several lanes if they are of the same time. */
    static long merge(long earlier, long later) {
        boolean sameTime = (earlier & MOST) == (later & MOST) && sameWarp(earlier, later);
        boolean several = sameTime && lane(earlier) != lane(later);
        return several ? later & ~(63L << LANE) | (long) SEVERAL << LANE : later;
    }

    /** Whether what {@code earlier} marks happened before what {@code now} does. */
    static boolean ordered(long earlier, long now, Warp warp) {
        if (block(earlier) != block(now)) {
            return warp.clock().sees((int) block(earlier) - 1, warp(earlier), (int) (earlier >>> TIME) & MOST);
        }
        if (!sameWarp(earlier, now)) {
            return warp.clock().sees(warp(earlier), (int) (earlier >>> TIME) & MOST);
        }
        return lane(earlier) == lane(now) || warp.clock().orders() > (earlier & MOST);
    }

    static String describe(long mark) {
        int lane = lane(mark);
        return (lane == SEVERAL ? "several lanes" : "lane " + lane) + " of warp " + warp(mark) + " of block "
                + (block(mark) - 1);
    }
}
