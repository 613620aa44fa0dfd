package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.AdamOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.OptimizerBackend;
import dev.evenkeel.internal.spi.SgdOp;

/** Steps of optimizers, as launches of kernels. */
final class CudaOptimizers implements OptimizerBackend {
    private final KernelLauncher kernels;

    CudaOptimizers(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    @Override
    public void sgd(SgdOp op) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void adam(AdamOp op) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void sumOfSquares(Buffer x, Buffer into, boolean accumulate) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void clip(Buffer x, Buffer sumOfSquares, double maxNorm) {
        throw new UnsupportedOperationException("not yet");
    }
}
