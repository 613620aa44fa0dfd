package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.memory.Region;
import org.jspecify.annotations.Nullable;

/** Says where something happened, and makes the faults that end a launch. */
final class Locus {
    private Locus() {}

    /** Kernel, line, instruction and thread, in words. */
    static String of(Warp warp, Statement statement, int lane) {
        int[] thread = warp.threadIndex(lane);
        Block block = warp.block();
        return String.format(
                "kernel %s, %s:%d `%s`, thread (%d,%d,%d) of block (%d,%d,%d)",
                block.launch().program().name(),
                block.launch().program().file(),
                statement.line(),
                statement,
                thread[0],
                thread[1],
                thread[2],
                block.index(0),
                block.index(1),
                block.index(2));
    }

    /** An access that is not possible; {@code region} is the nearest, if there is any. */
    static Fault fault(Fault.Kind kind, Warp warp, Access access, int lane, long at, @Nullable Region region) {
        String what = kind == Fault.Kind.MISALIGNED_ADDRESS ? "misaligned address" : "address out of bounds";
        String verb = access.kind() == Access.Kind.LOAD ? "load" : "store";
        String where = region == null ? "no allocation is near" : region.describe(at);
        String message = String.format(
                "%s: %s %s of %d bytes at 0x%x (%s), %s",
                what, access.space().label(), verb, access.bytes(), at, where, of(warp, access.statement(), lane));
        return new Fault(kind, access.statement().line(), region != null && region.freed(), message);
    }

    /** An instruction that ends the launch. */
    static Fault fault(Fault.Kind kind, Warp warp, Statement statement, int lane) {
        return new Fault(kind, statement.line(), false, statement.opcode() + ", " + of(warp, statement, lane));
    }
}
