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

    void backward(LayerNormBackwardOp op) {
        if (op.dweight() != null || op.dbias() != null) {
            parameterGradients(op);
        }
        if (op.dx() != null) {
            inputGradient(op);
        }
    }

    private void inputGradient(LayerNormBackwardOp op) {
        RowGeometry geometry = op.geometry();
        LaunchConfig config = new RowNormLaunch(geometry).rows();
        launch(
                Kernel.LAYER_NORM_BACKWARD_INPUT,
                geometry,
                config,
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

    private void parameterGradients(LayerNormBackwardOp op) {
        RowGeometry geometry = op.geometry();
        RowNormLaunch launch = new RowNormLaunch(geometry);
        DType statistics = geometry.dtype().statistics();
        long partials = launch.chunks() * geometry.cols();
        try (Scratch scratch = kernels.scratch(statistics, 2 * partials)) {
            long partialDweight = scratch.take(partials);
            long partialDbias = scratch.take(partials);
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
    }

    private void launch(Kernel kernel, RowGeometry geometry, LaunchConfig config, Consumer<KernelArguments> give) {
        kernels.launch(kernel, geometry.dtype(), geometry.paramDType(), config, give);
    }
}
