package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.AdamOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.OptimizerBackend;
import dev.evenkeel.internal.spi.SgdOp;
import java.util.List;
import java.util.function.Consumer;

/** Steps of optimizers, as launches of kernels: one for each parameter. */
final class CudaOptimizers implements OptimizerBackend {
    private final KernelLauncher kernels;

    CudaOptimizers(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    @Override
    public void sgd(SgdOp op) {
        launch(
                Kernel.SGD,
                op.value(),
                arguments -> arguments
                        .buffer(op.value())
                        .buffer(op.grad())
                        .buffer(op.velocity())
                        .i64(op.value().count())
                        .number(op.lr())
                        .number(op.weightDecay())
                        .number(op.keep())
                        .number(op.rest())
                        .number(op.ofVelocity())
                        .number(op.ofGradient()));
    }

    @Override
    public void adam(AdamOp op) {
        launch(
                Kernel.ADAM,
                op.value(),
                arguments -> arguments
                        .buffer(op.value())
                        .buffer(op.grad())
                        .buffer(op.m())
                        .buffer(op.v())
                        .i64(op.value().count())
                        .number(op.kept())
                        .number(op.decay())
                        .number(1 - op.beta1())
                        .number(op.beta2())
                        .number(1 - op.beta2())
                        .number(op.rate())
                        .number(op.root())
                        .number(op.eps()));
    }

    /** A launch for each tensor that leaves its partial sums behind those of the one before, and one that adds up. */
    @Override
    public void norm(List<Buffer> xs, Buffer into) {
        List<Buffer> filled = xs.stream().filter(x -> x.count() > 0).toList();
        DType dtype = into.dtype();
        long count = filled.stream()
                .mapToLong(x -> CudaSum.first(x.count(), 1).gridX())
                .sum();
        try (Scratch scratch = kernels.scratch(dtype, Math.max(1, count))) {
            for (Buffer x : filled) {
                LaunchConfig config = CudaSum.first(x.count(), 1);
                long partial = scratch.take(config.gridX());
                kernels.launch(
                        Kernel.SUM_OF_SQUARES,
                        dtype,
                        dtype,
                        config,
                        arguments -> arguments.buffer(x).address(partial).i64(x.count()));
            }
            CudaSum.finishRoot(kernels, scratch.address(), count, into);
        }
    }

    @Override
    public void clip(Buffer x, Buffer norm, double maxNorm) {
        launch(
                Kernel.CLIP,
                x,
                arguments -> arguments.buffer(x).buffer(norm).i64(x.count()).number(maxNorm));
    }

    private void launch(Kernel kernel, Buffer x, Consumer<KernelArguments> give) {
        if (x.count() > 0) {
            kernels.launch(kernel, x.dtype(), x.dtype(), LaunchConfig.perItem(x.count()), give);
        }
    }
}
