package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.LossBackend;
import dev.evenkeel.internal.spi.LossOp;
import java.util.function.LongConsumer;

/** Losses and their gradients, as launches of kernels: two with the loss, one for the gradient alone. */
final class CudaLosses implements LossBackend {
    private static final int WARP = 32;
    private static final int SIGMOID = 0;
    private static final int SQUARED = 1;

    private final KernelLauncher kernels;

    CudaLosses(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    @Override
    public void softmaxCrossEntropy(LossOp op) {
        DType dtype = op.prediction().dtype();
        LaunchConfig config = CudaSum.first(op.rows(), WARP);
        run(
                op,
                config,
                op.rows(),
                partial -> kernels.launch(
                        Kernel.SOFTMAX_CROSS_ENTROPY,
                        dtype,
                        dtype,
                        config,
                        arguments -> arguments
                                .buffer(op.prediction())
                                .buffer(op.target())
                                .address(partial)
                                .buffer(op.gradient())
                                .i64(op.rows())
                                .i64(op.cols())
                                .number(1.0 / op.rows())));
    }

    @Override
    public void sigmoidCrossEntropy(LossOp op) {
        elementLoss(op, SIGMOID);
    }

    @Override
    public void meanSquared(LossOp op) {
        elementLoss(op, SQUARED);
    }

    private void elementLoss(LossOp op, int kind) {
        DType dtype = op.prediction().dtype();
        long count = op.rows() * op.cols();
        LaunchConfig config = CudaSum.first(count, 1);
        run(
                op,
                config,
                count,
                partial -> kernels.launch(
                        Kernel.ELEMENT_LOSS,
                        dtype,
                        dtype,
                        config,
                        arguments -> arguments
                                .buffer(op.prediction())
                                .buffer(op.target())
                                .address(partial)
                                .buffer(op.gradient())
                                .i64(count)
                                .number(1.0 / count)
                                .i32(kind)));
    }

    /** Launches with where each block leaves its part of the sum, 0 if no sum is wanted; then adds these up. */
    private void run(LossOp op, LaunchConfig config, long items, LongConsumer launch) {
        if (op.loss() == null) {
            launch.accept(0);
            return;
        }
        try (Scratch scratch = kernels.scratch(op.prediction().dtype(), config.gridX())) {
            launch.accept(scratch.address());
            CudaSum.finish(kernels, scratch.address(), config.gridX(), op.loss(), 1.0 / items);
        }
    }
}
