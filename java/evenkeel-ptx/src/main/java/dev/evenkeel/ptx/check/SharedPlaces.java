package dev.evenkeel.ptx.check;

import dev.evenkeel.ptx.machine.Access;
import dev.evenkeel.ptx.machine.GridClock;
import dev.evenkeel.ptx.machine.Launch;
import dev.evenkeel.ptx.machine.Warp;
import dev.evenkeel.ptx.machine.WarpClock;
import java.util.HashMap;
import java.util.Map;

/** The places in global memory by which the blocks of a launch tell each other how far they are. */
final class SharedPlaces {
    private final Map<Long, Place> places = new HashMap<>();
    private long launch;

    /** What its writers have told, how often, and up to which time each block has read it. */
    private static final class Place {
        private final Map<Long, Long> read = new HashMap<>();
        private GridClock told = GridClock.NOTHING;
        private long writes;
    }

    /** Lanes access global memory by a strong access. */
    void access(Warp warp, Access access, int lanes) {
        Launch now = warp.block().launch();
        if (!now.blocksCommunicate()) {
            return;
        }
        if (now.number() != launch) {
            launch = now.number();
            places.clear();
        }
        WarpClock clock = warp.clock();
        if (access.strength().releases()) {
            clock.release((int) warp.block().number());
        }
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            Place place = places.computeIfAbsent(warp.address(Integer.numberOfTrailingZeros(rest)), at -> new Place());
            if (access.reads()) {
                clock.hear(place.told);
            }
            if (access.writes()) {
                place.told = place.told.join(clock.told());
                place.writes++;
            }
            if (access.reads()) {
                place.read.put(warp.block().number(), place.writes);
            }
        }
        if (access.strength().acquires()) {
            clock.acquire();
        }
    }

    /** Whether a block has read all that others wrote, by strong writes, to where a lane goes now. */
    boolean allSeen(Warp warp, int lane) {
        Place place = places.get(warp.address(lane));
        Long read = place == null ? null : place.read.get(warp.block().number());
        return place != null && read != null && read == place.writes;
    }
}
