package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;

/** Sums over all elements in two stages: every block leaves what it finds, and one block adds that up. */
final class CudaSum {
    private static final LaunchConfig ONE_BLOCK = new LaunchConfig(1, 1, 256, 1);
    /** Threads of a block. */
    private static final int THREADS = 256;
    /** Items of a thread to aim at, so that the second stage has little to do. */
    private static final int PER_THREAD = 4;
    /** Enough blocks for large devices. */
    private static final int MAX_BLOCKS = 1024;

    private CudaSum() {}

    /**
     * The first stage over so many items, each of which some threads of a block work on together. It depends on these
     * alone, and with it the order of the sum.
     */
    static LaunchConfig first(long items, int threadsEach) {
        long inBlock = (long) THREADS / threadsEach * PER_THREAD;
        return new LaunchConfig(LaunchConfig.capped(LaunchConfig.ceilDiv(items, inBlock), MAX_BLOCKS), 1, THREADS, 1);
    }

    /** The second stage: into[0] = factor · Σ partial. */
    static void finish(KernelLauncher kernels, long partial, long count, Buffer into, double factor) {
        finish(kernels, partial, count, into, factor, false);
    }

    /** The second stage: into[0] = √Σ partial. */
    static void finishRoot(KernelLauncher kernels, long partial, long count, Buffer into) {
        finish(kernels, partial, count, into, 1, true);
    }

    private static void finish(
            KernelLauncher kernels, long partial, long count, Buffer into, double factor, boolean root) {
        DType dtype = into.dtype();
        kernels.launch(
                Kernel.SUM_FINISH,
                dtype,
                dtype,
                ONE_BLOCK,
                arguments -> arguments
                        .address(partial)
                        .buffer(into)
                        .i64(count)
                        .number(factor)
                        .flag(root));
    }
}
