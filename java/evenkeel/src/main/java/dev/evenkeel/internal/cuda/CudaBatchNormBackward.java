package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.cuda.ChannelGradients.Elements;
import dev.evenkeel.internal.cuda.ChannelGradients.Given;
import dev.evenkeel.internal.cuda.ChannelGradients.Inputs;
import dev.evenkeel.internal.cuda.ChannelGradients.Parameters;
import dev.evenkeel.internal.cuda.ChannelGradients.Sums;
import dev.evenkeel.internal.cuda.ChannelGradients.Workspace;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInputGradientOp;
import dev.evenkeel.internal.spi.BatchNormReduceOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import org.jspecify.annotations.Nullable;

/** Gradients of batch normalization as launches of kernels. */
final class CudaBatchNormBackward {
    private final KernelLauncher kernels;
    private final ChannelGradients gradients;
    private final CudaBatchNorm forward;
    private final Plans<ChannelGeometry, GradientWalks> plans;

    CudaBatchNormBackward(KernelLauncher kernels, CudaBatchNorm forward) {
        this.kernels = kernels;
        this.gradients = new ChannelGradients(kernels);
        this.forward = forward;
        this.plans = new Plans<>(geometry -> GradientWalks.of(ChannelTensor.of(geometry), 1, kernels.device()));
    }

    /**
     * Statistics that were not given are found in the pass that sums, but for relu: where that cuts has to be known
     * before. They then come from the forward kernels.
     */
    void run(BatchNormBackwardOp op) {
        ChannelGeometry geometry = op.geometry();
        Given given = new Given(op.mean(), null, op.rstd());
        if (given.complete() || !geometry.relu()) {
            run(op, given);
            return;
        }
        try (OwnStatistics own = new OwnStatistics(kernels, geometry.dtype().statistics(), geometry.channels())) {
            forward.statistics(geometry, op.x(), own.mean(), own.rest(), own.rstd());
            run(op, own.orSaved(op.mean(), op.rstd()));
        }
    }

    /**
     * Constant statistics make dx independent of the sums: it is written in the pass that sums for the parameters'
     * gradients, or without any sums.
     */
    private void run(BatchNormBackwardOp op, Given given) {
        Elements elements = new Elements(op.dx(), op.dresidual());
        Parameters parameters = new Parameters(op.dweight(), op.dbias(), op.accumulate());
        if (!elements.wanted() && !parameters.wanted()) {
            return;
        }
        boolean centred = op.dx() != null && !op.constantStatistics();
        GradientWalk resident = centred ? plans.of(op.geometry()).resident() : null;
        GradientWalk walk = resident != null ? resident : walk(op.geometry());
        Inputs in = inputs(walk, op.geometry(), op.dy(), op.x(), op.residual(), op.weight(), op.bias());
        if (!centred && !parameters.wanted() && given.complete()) {
            gradients.apply(in, given, Sums.NONE, 1, elements, Parameters.NONE);
            return;
        }
        try (Workspace workspace = new Workspace(kernels, in, given)) {
            if (resident != null) {
                gradients.together(in, given, elements, parameters, workspace);
                return;
            }
            boolean once = op.constantStatistics();
            gradients.reduce(in, given, once ? elements : Elements.NONE, workspace, workspace.sums());
            Elements left = once ? Elements.NONE : elements;
            if (left.wanted() || parameters.wanted()) {
                gradients.apply(in, given, workspace.sums(), walk.perGroup(), left, parameters);
            }
        }
    }

    /** One replica's sums. */
    void reduce(BatchNormReduceOp op) {
        Inputs in = inputs(walk(op.geometry()), op.geometry(), op.dy(), op.x(), op.residual(), op.weight(), op.bias());
        Given given = new Given(op.mean(), op.meanRest(), op.rstd());
        try (Workspace workspace = new Workspace(kernels, in, given)) {
            gradients.reduce(in, given, Elements.NONE, workspace, sums(op.sumDy(), op.sumDyXhat()));
        }
    }

    /** One replica's gradient of the input. */
    void inputGradient(BatchNormInputGradientOp op) {
        Inputs in = inputs(walk(op.geometry()), op.geometry(), op.dy(), op.x(), op.residual(), op.weight(), op.bias());
        Given given = new Given(op.mean(), op.meanRest(), op.rstd());
        Sums sums = sums(op.sumDy(), op.sumDyXhat());
        gradients.apply(in, given, sums, op.count(), new Elements(op.dx(), op.dresidual()), Parameters.NONE);
    }

    private static Sums sums(Buffer sumDy, Buffer sumDyXhat) {
        long dy = ((CudaBuffer) sumDy).address();
        long dyXhat = ((CudaBuffer) sumDyXhat).address();
        return new Sums(0, 0, 0, dy, dyXhat, dy, dyXhat);
    }

    private GradientWalk walk(ChannelGeometry geometry) {
        return plans.of(geometry).twice();
    }

    /** What only relu reads is left out without it. */
    private static Inputs inputs(
            GradientWalk walk,
            ChannelGeometry geometry,
            Buffer dy,
            Buffer x,
            @Nullable Buffer residual,
            @Nullable Buffer weight,
            @Nullable Buffer bias) {
        return new Inputs(
                walk,
                geometry.paramDType(),
                geometry.relu(),
                geometry.eps(),
                dy,
                x,
                geometry.relu() ? residual : null,
                weight,
                geometry.relu() ? bias : null);
    }
}
