package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.cuda.ChannelGradients.Elements;
import dev.evenkeel.internal.cuda.ChannelGradients.Given;
import dev.evenkeel.internal.cuda.ChannelGradients.Inputs;
import dev.evenkeel.internal.cuda.ChannelGradients.Parameters;
import dev.evenkeel.internal.cuda.ChannelGradients.Workspace;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;

/** Gradients of group and instance normalization as launches of kernels. */
final class CudaGroupNormBackward {
    private final KernelLauncher kernels;
    private final ChannelGradients gradients;
    private final Plans<GroupGeometry, GradientWalks> plans;

    CudaGroupNormBackward(KernelLauncher kernels) {
        this.kernels = kernels;
        this.gradients = new ChannelGradients(kernels);
        this.plans = new Plans<>(geometry ->
                GradientWalks.of(ChannelTensor.elements(geometry), (int) geometry.groupChannels(), kernels.device()));
    }

    /** Statistics that were not given are found in the pass that sums. */
    void run(GroupNormBackwardOp op) {
        GroupGeometry geometry = op.geometry();
        Elements elements = new Elements(op.dx(), null);
        Parameters parameters = new Parameters(op.dweight(), op.dbias(), op.accumulate());
        if (!elements.wanted() && !parameters.wanted()) {
            return;
        }
        GradientWalks walks = plans.of(geometry);
        GradientWalk resident = elements.wanted() ? walks.resident() : null;
        Inputs in = new Inputs(
                resident != null ? resident : walks.twice(),
                geometry.paramDType(),
                false,
                geometry.eps(),
                op.dy(),
                op.x(),
                null,
                op.weight(),
                null);
        Given given = new Given(op.mean(), null, op.rstd());
        try (Workspace workspace = new Workspace(kernels, in, given)) {
            if (resident != null) {
                gradients.together(in, given, elements, parameters, workspace);
                return;
            }
            gradients.reduce(in, given, Elements.NONE, workspace, workspace.sums());
            gradients.apply(in, given, workspace.sums(), in.walk().perGroup(), elements, parameters);
        }
    }
}
