package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cuda.ChannelNormForward.Found;
import dev.evenkeel.internal.spi.BatchNormMergeOp;
import dev.evenkeel.internal.spi.Buffer;

/** The small kernels that do with statistics what is left to do. */
final class ChannelNormFinish {
    private static final LaunchConfig ONE_BLOCK = new LaunchConfig(1, 1, ChannelTensor.BLOCK, 1);

    private ChannelNormFinish() {}

    /** Moves the running statistics, if there are any, by what was found. */
    static void running(
            KernelLauncher kernels, ChannelNormForwardLaunch launch, Found found, RunningAddresses running) {
        if (running.mean() == 0) {
            return;
        }
        ChannelTensor tensor = launch.statistics().walk().tensor();
        kernels.launch(
                Kernel.CHANNEL_NORM_RUNNING,
                launch.dtype(),
                launch.dtype(),
                ONE_BLOCK,
                arguments -> running.give(arguments, found)
                        .i64(tensor.samples())
                        .i64(tensor.channels())
                        .i64(launch.perSet()));
    }

    /** Merges replicas; {@code counts} and {@code m2} are device addresses, the latter of room for each channel. */
    static void merge(KernelLauncher kernels, BatchNormMergeOp op, long counts, long m2) {
        RunningAddresses running = RunningAddresses.of(op.running());
        kernels.launch(
                Kernel.CHANNEL_NORM_MERGE,
                op.statistics(),
                op.statistics(),
                ONE_BLOCK,
                arguments -> arguments
                        .address(counts)
                        .buffer(op.means())
                        .buffer(op.meanRests())
                        .buffer(op.m2s())
                        .buffer(op.mean())
                        .buffer(op.meanRest())
                        .address(m2)
                        .buffer(op.rstd())
                        .address(running.mean())
                        .address(running.variance())
                        .address(running.batches())
                        .i64(op.counts().size())
                        .i64(op.channels())
                        .i64(op.counts().stream().mapToLong(Long::longValue).sum())
                        .number(op.eps())
                        .number(running.factor())
                        .number(running.correction()));
    }

    /** rstd = 1/√(variance + eps), element by element. */
    static void inverseStd(KernelLauncher kernels, Buffer variance, Buffer rstd, double eps) {
        DType statistics = variance.dtype();
        kernels.launch(
                Kernel.CHANNEL_NORM_RSTD,
                statistics,
                statistics,
                LaunchConfig.perItem(variance.count()),
                arguments -> arguments
                        .buffer(variance)
                        .buffer(rstd)
                        .i64(variance.count())
                        .number(eps));
    }
}
