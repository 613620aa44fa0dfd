package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.SpectralNormBackwardOp;
import dev.evenkeel.internal.spi.SpectralNormForwardOp;

/** Spectral norm as launches of kernels. */
final class CudaSpectralNorm {
    private final KernelLauncher kernels;

    CudaSpectralNorm(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    void forward(SpectralNormForwardOp op) {
        throw new UnsupportedOperationException();
    }

    void backward(SpectralNormBackwardOp op) {
        throw new UnsupportedOperationException();
    }
}
