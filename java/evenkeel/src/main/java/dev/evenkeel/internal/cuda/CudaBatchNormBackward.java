package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.ChannelGeometry;
import java.util.function.Consumer;

/** Gradients of batch normalization as launches of kernels: two sums for each channel, then each element. */
final class CudaBatchNormBackward {
    private static final long NO_SUMS = 0;

    private final KernelLauncher kernels;

    CudaBatchNormBackward(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    /** Constant statistics make dx independent of the sums, which are then the parameters' gradients alone. */
    void run(BatchNormBackwardOp op) {
        boolean sumsForParameters = op.dweight() != null || op.dbias() != null;
        boolean sumsForInput = op.dx() != null && !op.constantStatistics();
        if (!sumsForParameters && !sumsForInput) {
            each(op, NO_SUMS, NO_SUMS);
            return;
        }
        long channels = op.geometry().channels();
        long partials = new ChannelNormLaunch(op.geometry()).chunks() * channels;
        try (Scratch scratch = kernels.scratch(op.geometry().dtype().statistics(), 2 * (partials + channels))) {
            long sumDyXhat = scratch.take(channels);
            long sumDy = scratch.take(channels);
            sums(op, scratch.take(partials), scratch.take(partials), sumDyXhat, sumDy);
            each(op, sumsForInput ? sumDyXhat : NO_SUMS, sumsForInput ? sumDy : NO_SUMS);
        }
    }

    private void sums(BatchNormBackwardOp op, long partialDweight, long partialDbias, long sumDyXhat, long sumDy) {
        ChannelGeometry geometry = op.geometry();
        ChannelNormLaunch launch = new ChannelNormLaunch(geometry);
        Kernel reduce = launch.channelsLast()
                ? Kernel.BATCH_NORM_BACKWARD_REDUCE_LAST
                : Kernel.BATCH_NORM_BACKWARD_REDUCE_FIRST;
        launch(
                reduce,
                geometry,
                launch.reduce(),
                arguments -> inputs(op, arguments)
                        .address(partialDweight)
                        .address(partialDbias)
                        .i64(geometry.outer())
                        .i64(geometry.channels())
                        .i64(geometry.inner())
                        .i64(launch.chunks())
                        .flag(geometry.relu()));
        launch(
                Kernel.BATCH_NORM_BACKWARD_FINISH,
                geometry,
                launch.perChannel(),
                arguments -> arguments
                        .address(partialDweight)
                        .address(partialDbias)
                        .address(sumDyXhat)
                        .address(sumDy)
                        .buffer(op.dweight())
                        .buffer(op.dbias())
                        .i64(geometry.channels())
                        .i64(launch.chunks())
                        .flag(op.accumulate()));
    }

    private void each(BatchNormBackwardOp op, long sumDyXhat, long sumDy) {
        if (op.dx() == null && op.dresidual() == null) {
            return;
        }
        ChannelGeometry geometry = op.geometry();
        ChannelNormLaunch launch = new ChannelNormLaunch(geometry);
        Kernel apply =
                launch.channelsLast() ? Kernel.BATCH_NORM_BACKWARD_APPLY_LAST : Kernel.BATCH_NORM_BACKWARD_APPLY_FIRST;
        launch(
                apply,
                geometry,
                launch.each(),
                arguments -> inputs(op, arguments)
                        .address(sumDyXhat)
                        .address(sumDy)
                        .buffer(op.dx())
                        .buffer(op.dresidual())
                        .i64(geometry.outer())
                        .i64(geometry.channels())
                        .i64(geometry.inner())
                        .flag(geometry.relu()));
    }

    private static KernelArguments inputs(BatchNormBackwardOp op, KernelArguments arguments) {
        return arguments
                .buffer(op.dy())
                .buffer(op.x())
                .buffer(op.residual())
                .buffer(op.mean())
                .buffer(op.rstd())
                .buffer(op.weight())
                .buffer(op.bias());
    }

    private void launch(Kernel kernel, ChannelGeometry geometry, LaunchConfig config, Consumer<KernelArguments> give) {
        kernels.launch(kernel, geometry.dtype(), geometry.paramDType(), config, give);
    }
}
