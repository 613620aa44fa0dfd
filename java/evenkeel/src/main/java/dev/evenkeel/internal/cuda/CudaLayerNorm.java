package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.LayerNormBackwardOp;
import dev.evenkeel.internal.spi.LayerNormForwardOp;
import dev.evenkeel.internal.spi.RowGeometry;
import java.util.function.Consumer;

/** Layer normalization as launches of kernels. */
final class CudaLayerNorm {
    private final KernelLauncher kernels;

    CudaLayerNorm(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    void forward(LayerNormForwardOp op) {
        RowGeometry geometry = op.geometry();
        LaunchConfig config = new RowNormLaunch(geometry).rows();
        launch(
                Kernel.LAYER_NORM_FORWARD,
                geometry,
                config,
                arguments -> arguments
                        .buffer(op.x())
                        .buffer(op.residual())
                        .buffer(op.weight())
                        .buffer(op.bias())
                        .buffer(op.y())
                        .buffer(op.sum())
                        .buffer(op.mean())
                        .buffer(op.rstd())
                        .i64(geometry.rows())
                        .i64(geometry.cols())
                        .number(geometry.eps()));
    }

    /** Statistics that were not given come from the forward kernel, which then writes nothing else. */
    void backward(LayerNormBackwardOp op) {
        if (op.mean() != null && op.rstd() != null) {
            gradients(op);
            return;
        }
        DType statistics = op.geometry().dtype().statistics();
        try (CudaBuffer mean = kernels.allocate(statistics, op.geometry().rows());
                CudaBuffer rstd = kernels.allocate(statistics, op.geometry().rows())) {
            forward(new LayerNormForwardOp(op.geometry(), op.x(), null, null, null, null, null, mean, rstd));
            gradients(op.orStatistics(mean, rstd));
        }
    }

    /** Gradients that may be added to come last, so that they are as they were if a launch fails. */
    private void gradients(LayerNormBackwardOp op) {
        if (op.dweight() == null && op.dbias() == null) {
            inputGradient(op);
            return;
        }
        RowNormLaunch launch = new RowNormLaunch(op.geometry());
        long partials = launch.chunks() * op.geometry().cols();
        try (Scratch scratch = kernels.scratch(op.geometry().dtype().statistics(), 2 * partials)) {
            long partialDweight = scratch.take(partials);
            long partialDbias = scratch.take(partials);
            parameterPartials(op, launch, partialDweight, partialDbias);
            inputGradient(op);
            parameterGradients(op, launch, partialDweight, partialDbias);
        }
    }

    private void inputGradient(LayerNormBackwardOp op) {
        if (op.dx() == null) {
            return;
        }
        RowGeometry geometry = op.geometry();
        launch(
                Kernel.LAYER_NORM_BACKWARD_INPUT,
                geometry,
                new RowNormLaunch(geometry).rows(),
                arguments -> arguments
                        .buffer(op.dy())
                        .buffer(op.x())
                        .buffer(op.weight())
                        .buffer(op.mean())
                        .buffer(op.rstd())
                        .buffer(op.dsum())
                        .buffer(op.dx())
                        .i64(geometry.rows())
                        .i64(geometry.cols()));
    }

    private void parameterPartials(
            LayerNormBackwardOp op, RowNormLaunch launch, long partialDweight, long partialDbias) {
        RowGeometry geometry = op.geometry();
        launch(
                Kernel.LAYER_NORM_BACKWARD_PARAMS,
                geometry,
                launch.partials(),
                arguments -> arguments
                        .buffer(op.dy())
                        .buffer(op.x())
                        .buffer(op.mean())
                        .buffer(op.rstd())
                        .address(partialDweight)
                        .address(partialDbias)
                        .i64(geometry.rows())
                        .i64(geometry.cols())
                        .i64(launch.chunks()));
    }

    private void parameterGradients(
            LayerNormBackwardOp op, RowNormLaunch launch, long partialDweight, long partialDbias) {
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
