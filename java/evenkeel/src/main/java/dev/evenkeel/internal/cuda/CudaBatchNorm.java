package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.RunningMix;
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
        ChannelGeometry geometry = op.geometry();
        try (Partials partials = new Partials(op);
                CudaBuffer rest = kernels.allocate(geometry.dtype().statistics(), geometry.channels())) {
            partials.reduce();
            Buffer y = op.y();
            if (y != null) {
                partials.finish(rest, null);
                inference(new BatchNormInferenceOp(
                        geometry, op.x(), op.residual(), op.weight(), op.bias(), op.mean(), rest, op.rstd(), y));
            }
            if (y == null || op.running() != null) {
                partials.finish(null, op.running());
            }
        }
    }

    /** Mean, in two parts, and rstd of each channel. */
    void statistics(ChannelGeometry geometry, Buffer x, Buffer mean, Buffer rest, Buffer rstd) {
        try (Partials partials =
                new Partials(new BatchNormTrainingOp(geometry, x, null, null, null, null, mean, rstd, null))) {
            partials.reduce();
            partials.finish(rest, null);
        }
    }

    void inference(BatchNormInferenceOp op) {
        ChannelGeometry geometry = op.geometry();
        ChannelNormLaunch launch = new ChannelNormLaunch(geometry);
        launch(
                launch.channelsLast() ? Kernel.BATCH_NORM_APPLY_LAST : Kernel.BATCH_NORM_APPLY_FIRST,
                geometry,
                launch.each(),
                arguments -> new Statistics(op.mean(), op.meanRest(), op.rstd())
                        .give(arguments.buffer(op.x()).buffer(op.residual()))
                        .buffer(op.weight())
                        .buffer(op.bias())
                        .buffer(op.y())
                        .i64(geometry.outer())
                        .i64(geometry.channels())
                        .i64(geometry.inner())
                        .flag(geometry.relu()));
    }

    /** Moments of the chunks of each channel, and what they come to. */
    private final class Partials implements AutoCloseable {
        private final BatchNormTrainingOp op;
        private final ChannelNormLaunch launch;
        private final Scratch scratch;
        private final long mean;
        private final long rest;
        private final long m2;

        Partials(BatchNormTrainingOp op) {
            this.op = op;
            this.launch = new ChannelNormLaunch(op.geometry());
            long each = launch.chunks() * op.geometry().channels();
            this.scratch = kernels.scratch(op.geometry().dtype().statistics(), 3 * each);
            this.mean = scratch.take(each);
            this.rest = scratch.take(each);
            this.m2 = scratch.take(each);
        }

        void reduce() {
            ChannelGeometry geometry = op.geometry();
            launch(
                    launch.channelsLast() ? Kernel.BATCH_NORM_STATS_LAST : Kernel.BATCH_NORM_STATS_FIRST,
                    geometry,
                    launch.reduce(),
                    arguments -> arguments
                            .buffer(op.x())
                            .address(mean)
                            .address(rest)
                            .address(m2)
                            .i64(geometry.outer())
                            .i64(geometry.channels())
                            .i64(geometry.inner())
                            .i64(launch.chunks()));
        }

        void finish(@Nullable Buffer meanRest, @Nullable RunningMix running) {
            ChannelGeometry geometry = op.geometry();
            launch(
                    Kernel.BATCH_NORM_FINISH,
                    geometry,
                    launch.perChannel(),
                    arguments -> arguments
                            .address(mean)
                            .address(rest)
                            .address(m2)
                            .buffer(op.mean())
                            .buffer(meanRest)
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

        @Override
        public void close() {
            scratch.close();
        }
    }

    private static @Nullable Buffer runningMean(@Nullable RunningMix running) {
        return running == null ? null : running.mean();
    }

    private static @Nullable Buffer runningVariance(@Nullable RunningMix running) {
        return running == null ? null : running.variance();
    }

    private void launch(Kernel kernel, ChannelGeometry geometry, LaunchConfig config, Consumer<KernelArguments> give) {
        kernels.launch(kernel, geometry.dtype(), geometry.paramDType(), config, give);
    }
}
