package dev.evenkeel.ptx.machine;

import java.util.ArrayList;
import java.util.List;

/** Who has come to one of a block's barriers since it last opened. */
final class BarrierPhase {
    private final List<Arrival> arrivals = new ArrayList<>();
    private int threads;
    private int trues;

    /** Lanes of a warp that came by an instruction. */
    record Arrival(Warp warp, int lanes, Exit.BlockBarrier barrier) {}

    void add(Warp warp, int lanes, Exit.BlockBarrier barrier, int trueLanes) {
        arrivals.add(new Arrival(warp, lanes, barrier));
        threads += Integer.bitCount(lanes);
        trues += Integer.bitCount(trueLanes);
    }

    /** Threads that have come. */
    int threads() {
        return threads;
    }

    /** Those that came, in order. */
    List<Arrival> arrivals() {
        return arrivals;
    }

    /** Bits of the warps that came. */
    int warps() {
        int warps = 0;
        for (Arrival arrival : arrivals) {
            warps |= 1 << arrival.warp.number();
        }
        return warps;
    }

    /** Opens the barrier: those who wait go on, with the reduction's result. */
    void open(int barrier) {
        for (Arrival arrival : arrivals) {
            if (arrival.barrier.waits) {
                arrival.barrier.complete(arrival.warp, arrival.lanes, trues, threads);
                arrival.warp.paths.release(barrier);
            }
        }
        reset();
    }

    void reset() {
        arrivals.clear();
        threads = 0;
        trues = 0;
    }
}
