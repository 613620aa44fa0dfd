package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.memory.AddressSpace;
import dev.evenkeel.ptx.memory.Region;
import dev.evenkeel.ptx.memory.Shadow;
import dev.evenkeel.ptx.meter.LaunchMeter;
import org.jspecify.annotations.Nullable;

/** A block of threads: its warps take turns on one core. Used again for the next block of the grid. */
public final class Block {
    private static final int BARRIERS = 16;

    private Launch launch;
    private @Nullable LaunchMeter meter;
    private final Region shared;
    private final Warp[] warps;
    private final BarrierPhase[] phases = new BarrierPhase[BARRIERS];
    private Schedule schedule = Schedule.of(0, 0);
    private long number;
    private int liveThreads;
    private int last;

    Block(Launch launch) {
        this.launch = launch;
        int bytes = launch.program().shared() + launch.geometry().sharedBytes();
        this.shared = new Region(
                StateSpace.SHARED,
                "shared memory",
                AddressSpace.SHARED_WINDOW,
                bytes,
                launch.observer() == null ? null : new Shadow(bytes),
                launch.program().sharedLayout());
        this.warps = new Warp[(launch.geometry().threads() + 31) / 32];
        for (int i = 0; i < warps.length; i++) {
            warps[i] = new Warp(this, i);
        }
        for (int i = 0; i < BARRIERS; i++) {
            phases[i] = new BarrierPhase();
        }
    }

    /** Whether it can serve another launch. */
    boolean fits(Launch other) {
        return other.program() == launch.program()
                && other.geometry().threads() == launch.geometry().threads()
                && other.geometry().sharedBytes() == launch.geometry().sharedBytes();
    }

    /** Serves a launch, for which {@code counts} counts. */
    Block of(Launch next, @Nullable LaunchMeter counts) {
        launch = next;
        meter = counts;
        return this;
    }

    /** Starts over as another block of the grid. */
    void begin(long linearIndex) {
        number = linearIndex;
        liveThreads = launch.geometry().threads();
        schedule = Schedule.of(launch.seed(), linearIndex);
        last = -1;
        if (shared.shadow() != null) {
            shared.shadow().reset();
        }
        for (BarrierPhase phase : phases) {
            phase.reset();
        }
        for (Warp warp : warps) {
            warp.begin();
        }
    }

    /**
     * Runs for a number of turns.
     *
     * @return whether all threads have ended
     */
    boolean run(int turns) {
        for (int left = turns; left > 0; left--) {
            Warp warp = nextReady();
            if (warp != null) {
                warp.run(schedule.turn());
            } else if (liveThreads == 0) {
                return true;
            } else {
                unblock();
            }
        }
        return liveThreads == 0;
    }

    @Nullable
    private Warp nextReady() {
        int start = schedule.pick(last, warps.length);
        for (int i = 0; i < warps.length; i++) {
            int candidate = (start + i) % warps.length;
            if (warps[candidate].ready()) {
                last = candidate;
                return warps[candidate];
            }
        }
        return null;
    }

    /** No warp is ready: lanes whose members can't come go on without them; if there are none, all wait for ever. */
    private void unblock() {
        for (Warp warp : warps) {
            if (warp.paths.any(Paths.MEMBERS)) {
                warp.runWithoutMembers();
                return;
            }
        }
        for (BarrierPhase phase : phases) {
            for (BarrierPhase.Arrival arrival : phase.arrivals()) {
                throw Locus.fault(
                        Fault.Kind.DEADLOCK,
                        arrival.warp(),
                        arrival.barrier().statement,
                        Integer.numberOfTrailingZeros(arrival.lanes()));
            }
        }
        throw new IllegalStateException("threads neither run nor wait");
    }

    /** Lanes of a path, which already points behind the barrier, come to it. */
    void arrive(Warp warp, int path, Exit.BlockBarrier barrier) {
        int lane = Integer.numberOfTrailingZeros(warp.active);
        int id = (int) word(warp, barrier.operands.barrier(), lane) & BARRIERS - 1;
        if (barrier.aligned && warp.active != warp.live()) {
            report(warp, barrier.statement, "not all threads of the warp execute it together", warp.active);
        }
        int trues = 0;
        if (barrier.operands.predicate() >= 0) {
            trues = warp.predicate(barrier.operands.predicate()) ^ (barrier.operands.negated() ? -1 : 0);
        }
        phases[id].add(warp, warp.active, barrier, trues & warp.active);
        if (barrier.waits) {
            warp.paths.set(path, id);
        }
        openIfComplete(id);
    }

    private void openIfComplete(int id) {
        BarrierPhase phase = phases[id];
        if (phase.threads() == 0) {
            return;
        }
        BarrierPhase.Arrival first = phase.arrivals().get(0);
        int given = first.barrier().operands.threads();
        int expected =
                given < 0 ? liveThreads : (int) word(first.warp(), given, Integer.numberOfTrailingZeros(first.lanes()));
        if (phase.threads() < expected) {
            return;
        }
        if (given < 0 && liveThreads < launch.geometry().threads()) {
            report(first.warp(), first.barrier().statement, "threads of the block have ended before it", first.lanes());
        }
        synchronizeClocks(phase.warps());
        phase.open(id);
        if (meter != null) {
            meter.barrier();
        }
    }

    private void synchronizeClocks(int participants) {
        if (launch.observer() == null) {
            return;
        }
        WarpClock joined = new WarpClock(0);
        for (Warp warp : warps) {
            if ((participants >>> warp.number() & 1) != 0) {
                warp.clock().advance();
                joined.join(warp.clock());
            }
        }
        for (Warp warp : warps) {
            if ((participants >>> warp.number() & 1) != 0) {
                warp.clock().join(joined);
            }
        }
    }

    private static long word(Warp warp, int register, int lane) {
        return Lanes.bits(warp.register(register), lane);
    }

    private void report(Warp warp, Statement statement, String problem, int lanes) {
        Observer observer = launch.observer();
        if (observer != null) {
            observer.divergentBarrier(warp, statement, problem, lanes);
        }
    }

    /** Threads have ended: a barrier may have waited for no one else. */
    void exited(Warp warp, int threads) {
        liveThreads -= threads;
        for (int id = 0; id < BARRIERS && liveThreads > 0; id++) {
            openIfComplete(id);
        }
    }

    @Nullable
    Region localMemory(int warp) {
        int bytes = launch.program().localBytes();
        return bytes == 0
                ? null
                : new Region(
                        StateSpace.LOCAL,
                        "local memory",
                        AddressSpace.LOCAL_WINDOW,
                        32L * bytes,
                        launch.observer() == null ? null : new Shadow(32L * bytes));
    }

    /** The block's shared memory. */
    public Region shared() {
        return shared;
    }

    /** Its number in the grid, x first. */
    public long number() {
        return number;
    }

    /** Its index along an axis: 0 is x. */
    public int index(int axis) {
        Geometry geometry = launch.geometry();
        return switch (axis) {
            case 0 -> (int) (number % geometry.gridX());
            case 1 -> (int) (number / geometry.gridX() % geometry.gridY());
            default -> (int) (number / geometry.gridX() / geometry.gridY());
        };
    }

    /** The launch it belongs to. */
    public Launch launch() {
        return launch;
    }

    Schedule schedule() {
        return schedule;
    }

    @Nullable
    LaunchMeter meter() {
        return meter;
    }
}
