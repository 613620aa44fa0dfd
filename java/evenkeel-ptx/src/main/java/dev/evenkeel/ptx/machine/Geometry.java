package dev.evenkeel.ptx.machine;

/**
 * How a kernel is launched.
 *
 * @param gridX blocks along x
 * @param gridY blocks along y
 * @param gridZ blocks along z
 * @param blockX threads of a block along x
 * @param blockY threads of a block along y
 * @param blockZ threads of a block along z
 * @param sharedBytes dynamic shared memory of a block
 * @param cooperative whether all blocks are there at once and may wait for each other
 */
public record Geometry(
        int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ, int sharedBytes, boolean cooperative) {

    /** A one-dimensional launch. */
    public static Geometry of(int grid, int block) {
        return new Geometry(grid, 1, 1, block, 1, 1, 0, false);
    }

    /** Threads of a block. */
    public int threads() {
        return blockX * blockY * blockZ;
    }

    /** Blocks of the grid. */
    public long blocks() {
        return (long) gridX * gridY * gridZ;
    }

    /** Threads of a block along an axis: 0 is x. */
    public int block(int axis) {
        return axis == 0 ? blockX : axis == 1 ? blockY : blockZ;
    }

    /** Blocks along an axis: 0 is x. */
    public int grid(int axis) {
        return axis == 0 ? gridX : axis == 1 ? gridY : gridZ;
    }
}
