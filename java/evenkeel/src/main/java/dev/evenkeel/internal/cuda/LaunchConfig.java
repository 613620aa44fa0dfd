package dev.evenkeel.internal.cuda;

/**
 * How many threads run a kernel, and what they are given. Kernels here use two axes at most.
 *
 * @param gridX blocks along x, 1 to 2^31 − 1
 * @param gridY blocks along y, 1 to 65535
 * @param blockX threads of a block along x
 * @param blockY threads of a block along y; a block has at most 1024 threads
 * @param sharedBytes bytes of dynamic shared memory of a block
 * @param cooperative whether all blocks run at the same time, so that they may wait for each other
 */
public record LaunchConfig(int gridX, int gridY, int blockX, int blockY, int sharedBytes, boolean cooperative) {
    /** Most blocks along x, on every device that can run the kernels. */
    public static final int MAX_GRID_X = Integer.MAX_VALUE;
    /** Most blocks along y, on every device that can run the kernels. */
    public static final int MAX_GRID_Y = 65535;
    /** Most threads of a block, on every device that can run the kernels. */
    public static final int MAX_THREADS = 1024;

    /** Checks the limits. */
    public LaunchConfig {
        boolean valid = gridX >= 1
                && gridY >= 1
                && gridY <= MAX_GRID_Y
                && blockX >= 1
                && blockY >= 1
                && sharedBytes >= 0
                && (long) blockX * blockY <= MAX_THREADS;
        if (!valid) {
            throw new IllegalArgumentException(
                    "no launch of " + gridX + "x" + gridY + " blocks of " + blockX + "x" + blockY + " threads");
        }
    }

    /** An ordinary launch without dynamic shared memory. */
    public LaunchConfig(int gridX, int gridY, int blockX, int blockY) {
        this(gridX, gridY, blockX, blockY, 0, false);
    }

    /** This launch with that much dynamic shared memory for each block. */
    LaunchConfig withShared(int bytes) {
        return new LaunchConfig(gridX, gridY, blockX, blockY, bytes, cooperative);
    }

    /** This launch with all blocks running at the same time. */
    LaunchConfig together() {
        return new LaunchConfig(gridX, gridY, blockX, blockY, sharedBytes, true);
    }

    /** One block for each 256 of {@code items}, one thread for each: what a kernel with a thread per item takes. */
    static LaunchConfig perItem(long items) {
        return new LaunchConfig(capped(ceilDiv(items, 256), MAX_GRID_Y), 1, 256, 1);
    }

    /** One thread for each element of a matrix: what a kernel takes that has rows along y and columns along x. */
    static LaunchConfig perElement(long rows, long cols) {
        int blockX = (int) Math.min(256, Long.highestOneBit(2 * cols - 1));
        int blockY = 256 / blockX;
        return new LaunchConfig(
                capped(ceilDiv(cols, blockX), MAX_GRID_Y), capped(ceilDiv(rows, blockY), MAX_GRID_Y), blockX, blockY);
    }

    static long ceilDiv(long n, long divisor) {
        return (n + divisor - 1) / divisor;
    }

    /** {@code n}, at least 1 and at most {@code cap}. */
    static int capped(long n, int cap) {
        return (int) Math.max(1, Math.min(n, cap));
    }
}
