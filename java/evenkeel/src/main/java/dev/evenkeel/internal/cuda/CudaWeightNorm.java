package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.WeightNormBackwardOp;
import dev.evenkeel.internal.spi.WeightNormForwardOp;

/** Weight norm as launches of kernels. */
final class CudaWeightNorm {
    private final KernelLauncher kernels;

    CudaWeightNorm(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    void forward(WeightNormForwardOp op) {
        throw new UnsupportedOperationException();
    }

    void backward(WeightNormBackwardOp op) {
        throw new UnsupportedOperationException();
    }
}
