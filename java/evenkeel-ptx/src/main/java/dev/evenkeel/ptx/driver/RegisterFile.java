package dev.evenkeel.ptx.driver;

import dev.evenkeel.ptx.machine.Geometry;

/** How registers are dealt out to blocks: to whole warps, which come in fours, in pieces. The same since sm_75. */
final class RegisterFile {
    /** Registers that a thread can have. */
    static final int MOST_OF_THREAD = 255;

    private static final int REGISTERS = 64 << 10;
    private static final int PIECE = 256;
    private static final int WARPS_TOGETHER = 4;

    private RegisterFile() {}

    /** Whether a kernel can have so many registers that a block of this geometry has no room. */
    static boolean canOverflow(Geometry geometry) {
        return ofBlock(MOST_OF_THREAD, geometry) > REGISTERS;
    }

    /** Why a kernel with these registers of each thread can't be launched, or nothing. */
    static String problem(int registers, Geometry geometry) {
        int needed = ofBlock(registers, geometry);
        return needed <= REGISTERS
                ? ""
                : String.format(
                        "%d threads of %d registers take %d: a block can have %d",
                        geometry.threads(), registers, needed, REGISTERS);
    }

    /** Blocks of a kernel with these registers of each thread that a multiprocessor has room for. */
    static int blocks(int registers, Geometry geometry) {
        if (ofBlock(registers, geometry) > REGISTERS) {
            return 0;
        }
        int perQuarter = REGISTERS / WARPS_TOGETHER / roundUp(32 * registers, PIECE);
        return perQuarter * WARPS_TOGETHER / ((geometry.threads() + 31) / 32);
    }

    private static int ofBlock(int registers, Geometry geometry) {
        int warps = roundUp((geometry.threads() + 31) / 32, WARPS_TOGETHER);
        return warps * roundUp(32 * registers, PIECE);
    }

    private static int roundUp(int value, int unit) {
        return (value + unit - 1) / unit * unit;
    }
}
