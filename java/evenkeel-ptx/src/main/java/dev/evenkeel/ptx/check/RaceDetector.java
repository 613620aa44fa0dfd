package dev.evenkeel.ptx.check;

import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.machine.Access;
import dev.evenkeel.ptx.machine.Warp;
import dev.evenkeel.ptx.memory.AccessMarks;
import dev.evenkeel.ptx.memory.Region;
import dev.evenkeel.ptx.memory.Shadow;

/**
 * Finds accesses to the same byte that nothing orders: within a block barriers do, within a warp warp barriers too.
 * Between the blocks of a launch only this does: a fence, a strong write behind it, a strong read of what that wrote,
 * and a fence behind that; or writes and reads that say themselves that they release and acquire.
 */
final class RaceDetector {
    private final Checker checker;
    private final SharedPlaces places = new SharedPlaces();

    RaceDetector(Checker checker) {
        this.checker = checker;
    }

    void access(Warp warp, Access access, int[] stored, Region region, Shadow shadow, int lanes) {
        long launch = warp.block().launch().number();
        boolean strong = access.strength() != Access.Strength.WEAK;
        if (strong && region.space() == StateSpace.GLOBAL) {
            places.access(warp, access, lanes);
        }
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            long offset = warp.address(lane) - region.base();
            AccessMarks marks = shadow.marks(offset, access.elementBytes(), launch);
            int from = (int) (offset % Shadow.PAGE) / marks.unit();
            int to = from + access.bytes() / marks.unit();
            long mark = Mark.of(warp, lane, strong);
            long conflict = 0;
            for (int at = from; at < to; at++) {
                long found = access.writes() ? write(marks, at, mark, warp) : read(marks, at, mark, warp);
                conflict = found != 0 ? found : conflict;
            }
            boolean excused = conflict == 0
                    || sameValue(warp, access, stored, conflict, lane, lanes)
                    || (Mark.strong(conflict) && places.allSeen(warp, lane));
            if (!excused) {
                report(warp, access, region, lane, conflict);
            }
        }
    }

    /** Returns a mark that the write conflicts with, or 0. */
    private static long write(AccessMarks marks, int at, long mark, Warp warp) {
        long conflict = conflict(marks.writer(at), mark, warp);
        if (conflict == 0) {
            conflict = conflict(marks.reader(at), mark, warp);
        }
        if (conflict == 0) {
            conflict = conflict(marks.otherReader(at), mark, warp);
        }
        marks.write(at, mark);
        return conflict;
    }

    private static long read(AccessMarks marks, int at, long mark, Warp warp) {
        long reader = marks.reader(at);
        if (reader == 0 || Mark.sameWarp(reader, mark) || Mark.ordered(reader, mark, warp)) {
            marks.read(at, Mark.merge(reader, mark));
        } else {
            marks.readByOther(at, Mark.merge(marks.otherReader(at), mark));
        }
        return conflict(marks.writer(at), mark, warp);
    }

    private static long conflict(long earlier, long now, Warp warp) {
        return earlier == 0 || (Mark.strong(earlier) && Mark.strong(now)) || Mark.ordered(earlier, now, warp)
                ? 0
                : earlier;
    }

    /** Lanes that store the same value to the same place by one instruction do no harm. */
    private static boolean sameValue(Warp warp, Access access, int[] stored, long conflict, int lane, int lanes) {
        int other = Mark.lane(conflict);
        boolean together = access.kind() == Access.Kind.STORE
                && Mark.sameWarp(conflict, Mark.of(warp, lane, false))
                && other < 32
                && (lanes >>> other & 1) != 0
                && warp.address(other) == warp.address(lane);
        if (!together) {
            return false;
        }
        for (int register : stored) {
            if (warp.bits(register, other) != warp.bits(register, lane)) {
                return false;
            }
        }
        return true;
    }

    private void report(Warp warp, Access access, Region region, int lane, long conflict) {
        String verb = access.writes() ? "write" : "read";
        checker.report(
                Finding.Kind.RACE,
                warp,
                access.statement(),
                String.format(
                        "race: %s of %d bytes at %s, %s, unordered with an access of %s",
                        verb,
                        access.bytes(),
                        Checker.at(warp, region, lane),
                        warp.locus(access.statement(), lane),
                        Mark.describe(conflict)));
    }
}
