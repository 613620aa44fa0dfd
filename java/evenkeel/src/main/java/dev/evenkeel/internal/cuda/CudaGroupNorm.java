package dev.evenkeel.internal.cuda;

import static dev.evenkeel.internal.cuda.KernelArguments.addressOf;

import dev.evenkeel.internal.cuda.ChannelNormForward.Elements;
import dev.evenkeel.internal.cuda.ChannelNormForward.Found;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormForwardOp;

/** Group and instance normalization, forward, as launches of kernels. The last launch moves the running statistics. */
final class CudaGroupNorm {
    private final KernelLauncher kernels;
    private final Plans<GroupGeometry, ChannelNormForward> forwards;

    CudaGroupNorm(KernelLauncher kernels) {
        this.kernels = kernels;
        this.forwards = new Plans<>(geometry -> new ChannelNormForward(kernels, ChannelNormForwardLaunch.of(geometry)));
    }

    void forward(GroupNormForwardOp op) {
        ChannelNormForward forward = forwards.of(op.geometry());
        try (Scratch scratch = kernels.workspace(forward.decision().workspaceBytes())) {
            long workspace = scratch.address();
            Found room = forward.room(workspace);
            Found found = new Found(
                    op.mean() == null ? room.mean() : addressOf(op.mean()),
                    room.meanRest(),
                    op.running() == null ? 0 : room.m2(),
                    op.rstd() == null ? room.rstd() : addressOf(op.rstd()));
            forward.clear(workspace);
            Buffer y = op.y();
            RunningAddresses running = RunningAddresses.of(op.running());
            if (y != null) {
                long weight = addressOf(op.weight());
                Elements elements = new Elements(addressOf(op.x()), 0, weight, addressOf(op.bias()), addressOf(y));
                forward.train(elements, found, running, workspace);
            } else {
                forward.statistics(addressOf(op.x()), found, workspace);
                ChannelNormFinish.running(kernels, forward.decision(), found, running);
            }
        }
    }
}
