package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp.RunningUpdate;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Batch normalization, forward, as launches of kernels. */
final class CudaBatchNorm {
    private final KernelLauncher kernels;

    CudaBatchNorm(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    /** Moves the running statistics last, so that they are as they were if a launch fails. */
    void training(BatchNormTrainingOp op) {
        ChannelNormLaunch launch = new ChannelNormLaunch(op.geometry());
        long partials = launch.chunks() * op.geometry().channels();
        try (Scratch scratch = kernels.scratch(op.geometry().dtype().statistics(), 2 * partials)) {
            long partialMean = scratch.take(partials);
            long partialM2 = scratch.take(partials);
            reduce(op, launch, partialMean, partialM2);
            Buffer y = op.y();
            if (y != null) {
                finish(op, null, launch, partialMean, partialM2);
                inference(new BatchNormInferenceOp(
                        op.geometry(), op.x(), op.residual(), op.weight(), op.bias(), op.mean(), op.rstd(), y));
            }
            if (y == null || op.running() != null) {
                finish(op, op.running(), launch, partialMean, partialM2);
            }
        }
    }

    void inference(BatchNormInferenceOp op) {
        ChannelGeometry geometry = op.geometry();
        ChannelNormLaunch launch = new ChannelNormLaunch(geometry);
        Kernel kernel = launch.channelsLast() ? Kernel.BATCH_NORM_APPLY_LAST : Kernel.BATCH_NORM_APPLY_FIRST;
        launch(
                kernel,
                geometry,
                launch.each(),
                arguments -> arguments
                        .buffer(op.x())
                        .buffer(op.residual())
                        .buffer(op.mean())
                        .buffer(op.rstd())
                        .buffer(op.weight())
                        .buffer(op.bias())
                        .buffer(op.y())
                        .i64(geometry.outer())
                        .i64(geometry.channels())
                        .i64(geometry.inner())
                        .flag(geometry.relu()));
    }

    private void reduce(BatchNormTrainingOp op, ChannelNormLaunch launch, long partialMean, long partialM2) {
        ChannelGeometry geometry = op.geometry();
        launch(
                launch.channelsLast() ? Kernel.BATCH_NORM_STATS_LAST : Kernel.BATCH_NORM_STATS_FIRST,
                geometry,
                launch.reduce(),
                arguments -> arguments
                        .buffer(op.x())
                        .address(partialMean)
                        .address(partialM2)
                        .i64(geometry.outer())
                        .i64(geometry.channels())
                        .i64(geometry.inner())
                        .i64(launch.chunks()));
    }

    private void finish(
            BatchNormTrainingOp op,
            @Nullable RunningUpdate running,
            ChannelNormLaunch launch,
            long partialMean,
            long partialM2) {
        ChannelGeometry geometry = op.geometry();
        launch(
                Kernel.BATCH_NORM_FINISH,
                geometry,
                launch.perChannel(),
                arguments -> arguments
                        .address(partialMean)
                        .address(partialM2)
                        .buffer(op.mean())
                        .buffer(op.rstd())
                        .buffer(runningMean(running))
                        .buffer(runningVariance(running))
                        .i64(geometry.channels())
                        .i64(geometry.perChannel())
                        .i64(launch.chunks())
                        .number(geometry.eps())
                        .number(running == null ? 0 : running.factor())
                        .number(running == null ? 0 : running.correction()));
    }

    private static @Nullable Buffer runningMean(@Nullable RunningUpdate running) {
        return running == null ? null : running.mean();
    }

    private static @Nullable Buffer runningVariance(@Nullable RunningUpdate running) {
        return running == null ? null : running.variance();
    }

    private void launch(Kernel kernel, ChannelGeometry geometry, LaunchConfig config, Consumer<KernelArguments> give) {
        kernels.launch(kernel, geometry.dtype(), geometry.paramDType(), config, give);
    }
}
