package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Layer normalization as launches of kernels. */
final class CudaLayerNorm {
    private final KernelLauncher kernels;

    CudaLayerNorm(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    void forward(RowNormForwardOp op) {
        forward(op, null);
    }

    private void forward(RowNormForwardOp op, @Nullable Buffer rest) {
        RowGeometry geometry = op.geometry();
        launch(
                Kernel.LAYER_NORM_FORWARD,
                geometry,
                new RowNormLaunch(geometry).rows(),
                arguments -> arguments
                        .buffer(op.x())
                        .buffer(op.residual())
                        .buffer(op.weight())
                        .buffer(op.bias())
                        .buffer(op.y())
                        .buffer(op.sum())
                        .buffer(op.mean())
                        .buffer(rest)
                        .buffer(op.rstd())
                        .i64(geometry.rows())
                        .i64(geometry.cols())
                        .number(geometry.eps()));
    }

    /** Statistics that were not given come from the forward kernel, which then writes nothing else. */
    void backward(RowNormBackwardOp op) {
        Buffer savedMean = op.mean();
        Buffer savedRstd = op.rstd();
        if (savedMean != null && savedRstd != null) {
            gradients(op, new Statistics(savedMean, null, savedRstd));
            return;
        }
        RowGeometry geometry = op.geometry();
        try (OwnStatistics own = new OwnStatistics(kernels, geometry.dtype().statistics(), geometry.rows())) {
            forward(
                    new RowNormForwardOp(geometry, op.x(), null, null, null, null, null, own.mean(), own.rstd()),
                    own.rest());
            gradients(op, own.orSaved(savedMean, savedRstd));
        }
    }

    /** Gradients that may be added to come last, so that they are as they were if a launch fails. */
    private void gradients(RowNormBackwardOp op, Statistics statistics) {
        if (op.dweight() == null && op.dbias() == null) {
            inputGradient(op, statistics);
            return;
        }
        RowNormLaunch launch = new RowNormLaunch(op.geometry());
        long partials = launch.chunks() * op.geometry().cols();
        try (Scratch scratch = kernels.scratch(op.geometry().dtype().statistics(), 2 * partials)) {
            long partialDweight = scratch.take(partials);
            long partialDbias = scratch.take(partials);
            parameterPartials(op, statistics, launch, partialDweight, partialDbias);
            inputGradient(op, statistics);
            parameterGradients(op, launch, partialDweight, partialDbias);
        }
    }

    private void inputGradient(RowNormBackwardOp op, Statistics statistics) {
        if (op.dx() == null) {
            return;
        }
        RowGeometry geometry = op.geometry();
        launch(
                Kernel.LAYER_NORM_BACKWARD_INPUT,
                geometry,
                new RowNormLaunch(geometry).rows(),
                arguments -> statistics
                        .give(arguments.buffer(op.dy()).buffer(op.x()).buffer(op.weight()))
                        .buffer(op.dsum())
                        .buffer(op.dx())
                        .i64(geometry.rows())
                        .i64(geometry.cols()));
    }

    private void parameterPartials(
            RowNormBackwardOp op, Statistics statistics, RowNormLaunch launch, long partialDweight, long partialDbias) {
        RowGeometry geometry = op.geometry();
        launch(
                Kernel.LAYER_NORM_BACKWARD_PARAMS,
                geometry,
                launch.partials(),
                arguments -> statistics
                        .give(arguments.buffer(op.dy()).buffer(op.x()))
                        .address(partialDweight)
                        .address(partialDbias)
                        .i64(geometry.rows())
                        .i64(geometry.cols())
                        .i64(launch.chunks()));
    }

    private void parameterGradients(
            RowNormBackwardOp op, RowNormLaunch launch, long partialDweight, long partialDbias) {
        RowGeometry geometry = op.geometry();
        launch(
                Kernel.PARAM_GRAD_FINISH,
                geometry,
                launch.finish(),
                arguments -> arguments
                        .address(partialDweight)
                        .address(partialDbias)
                        .buffer(op.dweight())
                        .buffer(op.dbias())
                        .i64(geometry.cols())
                        .i64(launch.chunks())
                        .flag(op.accumulate()));
    }

    private void launch(Kernel kernel, RowGeometry geometry, LaunchConfig config, Consumer<KernelArguments> give) {
        kernels.launch(kernel, geometry.dtype(), geometry.paramDType(), config, give);
    }
}
