package dev.evenkeel.internal.cuda;

/**
 * How many threads run a kernel. Kernels here use two axes at most and no dynamic shared memory.
 *
 * @param gridX blocks along x, 1 to 2^31 − 1
 * @param gridY blocks along y, 1 to 65535
 * @param blockX threads of a block along x
 * @param blockY threads of a block along y; a block has at most 1024 threads
 */
public record LaunchConfig(int gridX, int gridY, int blockX, int blockY) {
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
                && (long) blockX * blockY <= MAX_THREADS;
        if (!valid) {
            throw new IllegalArgumentException(
                    "no launch of " + gridX + "x" + gridY + " blocks of " + blockX + "x" + blockY + " threads");
        }
    }

    /** One block for each 256 of {@code items}, one thread for each: what a kernel with a thread per item takes. */
    static LaunchConfig perItem(long items) {
        return new LaunchConfig(capped(ceilDiv(items, 256), MAX_GRID_Y), 1, 256, 1);
    }

    static long ceilDiv(long n, long divisor) {
        return (n + divisor - 1) / divisor;
    }

    /** {@code n}, at least 1 and at most {@code cap}. */
    static int capped(long n, int cap) {
        return (int) Math.max(1, Math.min(n, cap));
    }
}
