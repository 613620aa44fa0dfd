package dev.evenkeel.ptx.driver;

import dev.evenkeel.ptx.machine.Geometry;
import dev.evenkeel.ptx.machine.Machine;
import java.util.function.IntSupplier;

/** How many blocks a device has at work at once: a cooperative launch of more of them would wait for ever. */
final class Residency {
    private static final int WARP = 32;

    private Residency() {}

    /**
     * Why the blocks of a launch can't all be there at once, or nothing.
     *
     * @param registers of a thread, asked for only if they can be what decides; 0 if they are not known
     */
    static String problem(Machine.Kernel kernel, Geometry geometry, int capability, IntSupplier registers) {
        int multiprocessors = Limits.multiprocessors(capability);
        int each = others(kernel, geometry, capability);
        boolean registersDecide =
                (long) multiprocessors * RegisterFile.blocks(RegisterFile.MOST_OF_THREAD, geometry) < geometry.blocks();
        int known = registersDecide && (long) multiprocessors * each >= geometry.blocks() ? registers.getAsInt() : 0;
        int fit = known == 0 ? each : Math.min(each, RegisterFile.blocks(known, geometry));
        return (long) multiprocessors * fit >= geometry.blocks()
                ? ""
                : String.format(
                        "%d blocks of %d threads with %d bytes of shared memory and %s registers: %d multiprocessors"
                                + " have room for %d each",
                        geometry.blocks(),
                        geometry.threads(),
                        shared(kernel, geometry),
                        known == 0 ? "any" : known,
                        multiprocessors,
                        fit);
    }

    /** Blocks that a multiprocessor has room for, registers left aside. */
    private static int others(Machine.Kernel kernel, Geometry geometry, int capability) {
        int warps = (geometry.threads() + WARP - 1) / WARP;
        int byWarps = (capability == 75 ? 1024 : 2048) / WARP / warps;
        int unit = capability == 75 ? 256 : 128;
        int taken = shared(kernel, geometry) + (capability == 75 ? 0 : Limits.RESERVED_SHARED);
        int byShared = taken == 0 ? Integer.MAX_VALUE : sharedOfAll(capability) / ((taken + unit - 1) / unit * unit);
        return Math.min(capability == 75 ? 16 : 32, Math.min(byWarps, byShared));
    }

    private static int shared(Machine.Kernel kernel, Geometry geometry) {
        return kernel.sharedBytes() + geometry.sharedBytes();
    }

    /** Shared memory of a multiprocessor. */
    private static int sharedOfAll(int capability) {
        return Limits.sharedPerBlock(capability) + (capability == 75 ? 0 : Limits.RESERVED_SHARED);
    }
}
