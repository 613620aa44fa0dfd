package dev.evenkeel.internal.cuda;

import static dev.evenkeel.internal.cuda.KernelArguments.addressOf;

import dev.evenkeel.internal.cuda.ChannelNormForward.Elements;
import dev.evenkeel.internal.cuda.ChannelNormForward.Found;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormMergeOp;
import dev.evenkeel.internal.spi.BatchNormStatisticsOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Batch normalization, forward, as launches of kernels. The last launch moves the running statistics. */
final class CudaBatchNorm {
    private final KernelLauncher kernels;
    private final Plans<ChannelGeometry, ChannelNormForward> forwards;
    private final Plans<Training, ChannelNormForward> trainings;

    /** What the launches of training follow from: the geometry, and whether all tensors begin at vectors. */
    private record Training(ChannelGeometry geometry, boolean aligned) {}

    CudaBatchNorm(KernelLauncher kernels) {
        this.kernels = kernels;
        this.forwards = new Plans<>(geometry -> new ChannelNormForward(kernels, ChannelNormForwardLaunch.of(geometry)));
        this.trainings = new Plans<>(facts -> new ChannelNormForward(
                kernels, ChannelNormForwardLaunch.training(facts.geometry, facts.aligned, kernels.device())));
    }

    void training(BatchNormTrainingOp op) {
        Buffer y = op.y();
        boolean aligned = y != null && aligned(op.x()) && aligned(y) && aligned(op.residual());
        ChannelNormForward forward = trainings.of(new Training(op.geometry(), aligned));
        try (Scratch scratch = scratch(forward)) {
            long workspace = scratch.address();
            Found room = forward.room(workspace);
            Found found = new Found(
                    addressOf(op.mean()), room.meanRest(), op.running() == null ? 0 : room.m2(), addressOf(op.rstd()));
            RunningAddresses running = RunningAddresses.of(op.running());
            forward.clear(workspace);
            if (y != null) {
                forward.train(elements(op, y), found, running, workspace);
            } else {
                forward.statistics(addressOf(op.x()), found, workspace);
                ChannelNormFinish.running(kernels, forward.decision(), found, running);
            }
        }
    }

    private static boolean aligned(@Nullable Buffer buffer) {
        return addressOf(buffer) % ChannelTensor.VECTOR_BYTES == 0;
    }

    private static Elements elements(BatchNormTrainingOp op, Buffer y) {
        return new Elements(
                addressOf(op.x()),
                addressOf(op.residual()),
                addressOf(op.weight()),
                addressOf(op.bias()),
                addressOf(y));
    }

    /** Mean, in two parts, and rstd of each channel. */
    void statistics(ChannelGeometry geometry, Buffer x, Buffer mean, Buffer rest, Buffer rstd) {
        find(geometry, x, new Found(addressOf(mean), addressOf(rest), 0, addressOf(rstd)));
    }

    void statistics(BatchNormStatisticsOp op) {
        find(op.geometry(), op.x(), new Found(addressOf(op.mean()), addressOf(op.meanRest()), addressOf(op.m2()), 0));
    }

    private void find(ChannelGeometry geometry, Buffer x, Found found) {
        ChannelNormForward forward = forwards.of(geometry);
        try (Scratch scratch = scratch(forward)) {
            forward.clear(scratch.address());
            forward.statistics(addressOf(x), found, scratch.address());
        }
    }

    void inference(BatchNormInferenceOp op) {
        Elements elements = new Elements(
                addressOf(op.x()),
                addressOf(op.residual()),
                addressOf(op.weight()),
                addressOf(op.bias()),
                addressOf(op.y()));
        Found given = new Found(addressOf(op.mean()), addressOf(op.meanRest()), 0, addressOf(op.rstd()));
        forwards.of(op.geometry()).apply(elements, given, RunningAddresses.NONE);
    }

    void merge(BatchNormMergeOp op) {
        int replicas = op.counts().size();
        HeapBuffer counts = HeapBuffer.allocate(op.statistics(), replicas);
        for (int replica = 0; replica < replicas; replica++) {
            counts.set(replica, op.counts().get(replica));
        }
        try (Scratch scratch = kernels.scratch(op.statistics(), replicas + op.channels())) {
            long onDevice = kernels.upload(counts, scratch.take(replicas));
            ChannelNormFinish.merge(kernels, op, onDevice, scratch.take(op.channels()));
        }
    }

    private Scratch scratch(ChannelNormForward forward) {
        return kernels.workspace(forward.decision().workspaceBytes());
    }
}
