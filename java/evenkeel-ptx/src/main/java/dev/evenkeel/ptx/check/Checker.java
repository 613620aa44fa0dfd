package dev.evenkeel.ptx.check;

import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.machine.Access;
import dev.evenkeel.ptx.machine.Fault;
import dev.evenkeel.ptx.machine.Observer;
import dev.evenkeel.ptx.machine.Warp;
import dev.evenkeel.ptx.memory.Region;
import dev.evenkeel.ptx.memory.Shadow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Watches launches and keeps what it finds, one finding for each sort and instruction. A register knows for each lane
 * whether its value is defined, a byte of memory whether it was written; undefined values may be moved and computed
 * with, but not decide anything.
 */
public final class Checker implements Observer {
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final RaceDetector races = new RaceDetector(this);
    private String lastUndefinedLoad = "";

    /** Whether there is something to take. */
    public boolean found() {
        return !findings.isEmpty();
    }

    /** What was found since the last call. */
    public List<Finding> take() {
        List<Finding> taken = List.copyOf(findings);
        findings.clear();
        seen.clear();
        lastUndefinedLoad = "";
        return taken;
    }

    @Override
    public void access(Warp warp, Access access, int[] loaded, int[] stored, Region region, int lanes) {
        Shadow shadow = region.shadow();
        if (shadow == null) {
            for (int register : loaded) {
                warp.defineLanes(register, lanes, 0);
            }
            return;
        }
        if (region.space() == StateSpace.SHARED) {
            unfinishedCopies(warp, access, region, shadow, lanes);
        }
        if (access.reads()) {
            load(warp, access, loaded, region, shadow, lanes);
        }
        if (access.writes()) {
            store(warp, access, stored, region, shadow, lanes);
        }
        if (region.space() != StateSpace.LOCAL) {
            races.access(warp, access, stored, region, shadow, lanes);
        }
    }

    @Override
    public void copied(Warp warp, Access access, Region region, int lanes) {
        Shadow shadow = region.shadow();
        if (shadow != null) {
            for (int rest = lanes; rest != 0; rest &= rest - 1) {
                long offset = warp.address(Integer.numberOfTrailingZeros(rest)) - region.base();
                shadow.write(offset, access.bytes(), true);
            }
            races.access(warp, access, new int[0], region, shadow, lanes);
        }
    }

    /** Finds what accesses bytes that are still copied to, and marks those that a copy will write. */
    private void unfinishedCopies(Warp warp, Access access, Region region, Shadow shadow, int lanes) {
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            long offset = warp.address(lane) - region.base();
            if (shadow.copying(offset, access.bytes())) {
                String what = access.writes() ? "write to " : "read of ";
                String message = what + at(warp, region, lane) + ", which cp.async writes and nobody has waited for, ";
                report(
                        Finding.Kind.UNFINISHED_COPY,
                        warp,
                        access.statement(),
                        message + warp.locus(access.statement(), lane));
                shadow.write(offset, access.bytes(), true);
            }
        }
        if (access.kind() == Access.Kind.COPY) {
            for (int rest = lanes; rest != 0; rest &= rest - 1) {
                shadow.copy(warp.address(Integer.numberOfTrailingZeros(rest)) - region.base(), access.bytes());
            }
        }
    }

    private void load(Warp warp, Access access, int[] loaded, Region region, Shadow shadow, int lanes) {
        for (int element = 0; element < access.elements(); element++) {
            int undefined = 0;
            for (int rest = lanes; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                long offset = warp.address(i) - region.base() + (long) element * access.elementBytes();
                undefined |= shadow.written(offset, access.elementBytes()) ? 0 : 1 << i;
            }
            if (undefined != 0) {
                undefinedLoad(warp, access, region, Integer.numberOfTrailingZeros(undefined));
            }
            if (element < loaded.length) {
                boolean global = region.space() == StateSpace.GLOBAL;
                warp.defineLanes(loaded[element], lanes, global ? 0 : undefined);
            }
        }
    }

    /** From global memory a finding at once; compilers load shared and local memory ahead of need. */
    private void undefinedLoad(Warp warp, Access access, Region region, int lane) {
        String what = at(warp, region, lane) + ", which was never written, " + warp.locus(access.statement(), lane);
        if (region.space() == StateSpace.GLOBAL) {
            report(Finding.Kind.NEVER_WRITTEN, warp, access.statement(), "load of " + what);
        } else {
            lastUndefinedLoad = "; the latest such load was of " + what;
        }
    }

    private void store(Warp warp, Access access, int[] stored, Region region, Shadow shadow, int lanes) {
        for (int element = 0; element < access.elements() && element < stored.length; element++) {
            int undefined = warp.undefined(stored[element]) & lanes;
            if (undefined != 0 && region.space() == StateSpace.GLOBAL) {
                int lane = Integer.numberOfTrailingZeros(undefined);
                String what = "an undefined value is stored to " + at(warp, region, lane) + ", ";
                undefinedUse(warp, access.statement(), what, lane);
                undefined = 0;
            }
            for (int rest = lanes; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                long offset = warp.address(i) - region.base() + (long) element * access.elementBytes();
                shadow.write(offset, access.elementBytes(), (undefined >>> i & 1) == 0);
            }
        }
    }

    @Override
    public void fence(Warp warp) {
        if (warp.block().launch().blocksCommunicate()) {
            warp.clock().release((int) warp.block().number());
            warp.clock().acquire();
        }
    }

    @Override
    public void undefined(Warp warp, Statement statement, String use, int lanes) {
        undefinedUse(warp, statement, "undefined " + use + ", ", Integer.numberOfTrailingZeros(lanes));
    }

    private void undefinedUse(Warp warp, Statement statement, String what, int lane) {
        report(Finding.Kind.UNDEFINED, warp, statement, what + warp.locus(statement, lane) + lastUndefinedLoad);
    }

    @Override
    public void members(Warp warp, Statement statement, int members, int present) {
        int odd = members ^ present;
        int lane = Integer.numberOfTrailingZeros(present);
        String problem = (members & ~present) != 0 ? "missing" : "not named in the mask";
        report(
                Finding.Kind.WRONG_MEMBERS,
                warp,
                statement,
                String.format(
                        "member mask 0x%08x is executed by lanes 0x%08x, lane %d is %s, %s",
                        members, present, Integer.numberOfTrailingZeros(odd), problem, warp.locus(statement, lane)));
    }

    @Override
    public void divergentBarrier(Warp warp, Statement statement, String problem, int lanes) {
        String where = warp.locus(statement, Integer.numberOfTrailingZeros(lanes));
        report(Finding.Kind.DIVERGENT_BARRIER, warp, statement, "divergent barrier: " + problem + ", " + where);
    }

    /** A fault that ended a launch. */
    public void fault(Fault fault, String kernel) {
        Finding.Kind kind = switch (fault.kind()) {
            case MISALIGNED_ADDRESS -> Finding.Kind.MISALIGNED;
            case DEADLOCK -> Finding.Kind.DEADLOCK;
            case TRAP -> Finding.Kind.TRAP;
            case ILLEGAL_ADDRESS -> fault.freed() ? Finding.Kind.USE_AFTER_FREE : Finding.Kind.OUT_OF_BOUNDS;
        };
        findings.add(new Finding(kind, kernel, fault.line(), String.valueOf(fault.getMessage())));
    }

    /** Memory that is still there when the device is closed. */
    public void leaks(List<Region> regions) {
        for (Region region : regions) {
            String what = region.name() + " of " + region.size() + " bytes was not freed";
            findings.add(new Finding(Finding.Kind.LEAK, "", 0, what));
        }
    }

    static String at(Warp warp, Region region, int lane) {
        return String.format("0x%x (%s)", warp.address(lane), region.describe(warp.address(lane)));
    }

    void report(Finding.Kind kind, Warp warp, Statement statement, String message) {
        String kernel = warp.block().launch().kernel();
        if (seen.add(kind + kernel + statement.line())) {
            findings.add(new Finding(kind, kernel, statement.line(), message));
        }
    }
}
