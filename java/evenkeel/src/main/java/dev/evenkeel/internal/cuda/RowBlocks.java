package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;

/**
 * How the kernels of row norms place rows on threads. The threads of a row follow from its length and the type that
 * the kernel is made for alone: a row's sums are then added in the same order on every device, wherever the row lies
 * and whatever is around it.
 *
 * @param cols elements of a row
 * @param vector elements of 16 bytes
 * @param lanes threads of a row: a power of two up to 32, or a multiple of 32
 * @param threads threads of a block, a multiple of {@code lanes}
 */
record RowBlocks(long cols, int vector, int lanes, int threads) {
    /** Most threads of a block of these kernels. */
    static final int MAX_THREADS = 512;
    /** Most vectors of a thread that registers hold. */
    static final int MAX_VECTORS = 4;

    private static final int WARP = 32;
    /** Threads to aim at where a block has several rows that don't wait for each other. */
    private static final int FORWARD_THREADS = 128;

    /**
     * Of the forward pass. Vectors in flight hide the memory's latency, and more of them in each of fewer threads make
     * the sums shorter: four to a thread once there is a warp to a row.
     */
    static RowBlocks forward(long cols, DType dtype) {
        return of(cols, dtype, MAX_VECTORS, FORWARD_THREADS);
    }

    /**
     * Of the backward pass, whose threads hold sums of their columns too: two vectors to a thread as long as may be.
     */
    static RowBlocks backward(long cols, DType dtype, int threads) {
        long vectors = LaunchConfig.ceilDiv(cols, vector(dtype));
        return of(cols, dtype, vectors <= 2 * MAX_THREADS ? 2 : MAX_VECTORS, threads);
    }

    private static RowBlocks of(long cols, DType dtype, int perThread, int threads) {
        long vectors = LaunchConfig.ceilDiv(cols, vector(dtype));
        int lanes;
        if (vectors <= 2 * WARP) {
            lanes = vectors <= 16 ? 8 : vectors <= 32 ? 16 : WARP;
        } else {
            long warps = LaunchConfig.ceilDiv(vectors, (long) WARP * perThread);
            lanes = WARP * LaunchConfig.capped(warps, MAX_THREADS / WARP);
        }
        return new RowBlocks(cols, vector(dtype), lanes, lanes * Math.max(1, threads / lanes));
    }

    private static int vector(DType dtype) {
        return 16 / dtype.bytes();
    }

    /** Rows that a block works on at once. */
    int rows() {
        return threads / lanes;
    }

    /** Vectors of the thread that has most. */
    long vectors() {
        return LaunchConfig.ceilDiv(cols, (long) vector * lanes);
    }

    /** Whether registers hold a row whose vectors are all whole. */
    boolean inRegisters() {
        return cols % vector == 0 && vectors() <= MAX_VECTORS;
    }
}
