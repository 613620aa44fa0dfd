package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.MatrixBackend;
import dev.evenkeel.internal.spi.MatrixProductOp;
import dev.evenkeel.internal.spi.MatrixView;

/** Products and sums of matrices, as launches of kernels. */
final class CudaMatrices implements MatrixBackend {
    private final KernelLauncher kernels;

    CudaMatrices(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    @Override
    public void multiply(MatrixProductOp op) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void sumRows(MatrixView x, Buffer into, boolean accumulate) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public String description() {
        throw new UnsupportedOperationException("not yet");
    }
}
