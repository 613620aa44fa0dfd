package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gradients of batch normalization as launches of kernels: two sums for each channel, then each element. */
final class CudaBatchNormBackward {
    private static final long NO_SUMS = 0;

    private final KernelLauncher kernels;
    private final CudaBatchNorm forward;

    CudaBatchNormBackward(KernelLauncher kernels, CudaBatchNorm forward) {
        this.kernels = kernels;
        this.forward = forward;
    }

    /** Statistics that were not given come from the forward kernels. */
    void run(BatchNormBackwardOp op) {
        Buffer savedMean = op.mean();
        Buffer savedRstd = op.rstd();
        if (savedMean != null && savedRstd != null) {
            gradients(op, new Statistics(savedMean, null, savedRstd));
            return;
        }
        ChannelGeometry geometry = op.geometry();
        try (OwnStatistics own = new OwnStatistics(kernels, geometry.dtype().statistics(), geometry.channels())) {
            forward.statistics(geometry, op.x(), own.mean(), own.rest(), own.rstd());
            gradients(op, own.orSaved(savedMean, savedRstd));
        }
    }

    /**
     * Constant statistics make dx independent of the sums, which are then the parameters' gradients alone. Gradients
     * that are added to come last, so that they are as they were if a launch fails.
     */
    private void gradients(BatchNormBackwardOp op, Statistics statistics) {
        boolean sumsForParameters = op.dweight() != null || op.dbias() != null;
        boolean sumsForInput = op.dx() != null && !op.constantStatistics();
        if (!sumsForParameters && !sumsForInput) {
            each(op, statistics, NO_SUMS, NO_SUMS);
            return;
        }
        boolean addLast = sumsForParameters && op.accumulate();
        ChannelNormLaunch launch = new ChannelNormLaunch(op.geometry());
        try (Sums sums = new Sums(op, statistics, launch)) {
            sums.reduce();
            if (sumsForInput || !addLast) {
                sums.finish(addLast ? null : op.dweight(), addLast ? null : op.dbias());
            }
            each(op, statistics, sumsForInput ? sums.dyXhat : NO_SUMS, sumsForInput ? sums.dy : NO_SUMS);
            if (addLast) {
                sums.finish(op.dweight(), op.dbias());
            }
        }
    }

    /** The two sums of each channel, and the partial sums that they are made of. */
    private final class Sums implements AutoCloseable {
        private final BatchNormBackwardOp op;
        private final Statistics statistics;
        private final ChannelNormLaunch launch;
        private final Scratch scratch;
        private final long partialDweight;
        private final long partialDbias;
        private final long dyXhat;
        private final long dy;

        Sums(BatchNormBackwardOp op, Statistics statistics, ChannelNormLaunch launch) {
            long channels = op.geometry().channels();
            long partials = launch.chunks() * channels;
            this.op = op;
            this.statistics = statistics;
            this.launch = launch;
            this.scratch = kernels.scratch(op.geometry().dtype().statistics(), 2 * (partials + channels));
            this.dyXhat = scratch.take(channels);
            this.dy = scratch.take(channels);
            this.partialDweight = scratch.take(partials);
            this.partialDbias = scratch.take(partials);
        }

        void reduce() {
            ChannelGeometry geometry = op.geometry();
            launch(
                    launch.channelsLast()
                            ? Kernel.BATCH_NORM_BACKWARD_REDUCE_LAST
                            : Kernel.BATCH_NORM_BACKWARD_REDUCE_FIRST,
                    geometry,
                    launch.reduce(),
                    arguments -> inputs(op, statistics, arguments)
                            .address(partialDweight)
                            .address(partialDbias)
                            .i64(geometry.outer())
                            .i64(geometry.channels())
                            .i64(geometry.inner())
                            .i64(launch.chunks())
                            .flag(geometry.relu()));
        }

        void finish(@Nullable Buffer dweight, @Nullable Buffer dbias) {
            ChannelGeometry geometry = op.geometry();
            launch(
                    Kernel.BATCH_NORM_BACKWARD_FINISH,
                    geometry,
                    launch.perChannel(),
                    arguments -> arguments
                            .address(partialDweight)
                            .address(partialDbias)
                            .address(dyXhat)
                            .address(dy)
                            .buffer(dweight)
                            .buffer(dbias)
                            .i64(geometry.channels())
                            .i64(launch.chunks())
                            .flag(op.accumulate()));
        }

        @Override
        public void close() {
            scratch.close();
        }
    }

    private void each(BatchNormBackwardOp op, Statistics statistics, long sumDyXhat, long sumDy) {
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
                arguments -> inputs(op, statistics, arguments)
                        .address(sumDyXhat)
                        .address(sumDy)
                        .buffer(op.dx())
                        .buffer(op.dresidual())
                        .i64(geometry.outer())
                        .i64(geometry.channels())
                        .i64(geometry.inner())
                        .flag(geometry.relu()));
    }

    private static KernelArguments inputs(BatchNormBackwardOp op, Statistics statistics, KernelArguments arguments) {
        return statistics
                .give(arguments.buffer(op.dy()).buffer(op.x()).buffer(op.residual()))
                .buffer(op.weight())
                .buffer(op.bias());
    }

    private void launch(Kernel kernel, ChannelGeometry geometry, LaunchConfig config, Consumer<KernelArguments> give) {
        kernels.launch(kernel, geometry.dtype(), geometry.paramDType(), config, give);
    }
}
