package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.LossBackend;
import dev.evenkeel.internal.spi.LstmBackend;
import dev.evenkeel.internal.spi.MatrixBackend;
import dev.evenkeel.internal.spi.NetworkBackend;
import dev.evenkeel.internal.spi.OptimizerBackend;
import dev.evenkeel.internal.spi.PointwiseBackend;

/** What networks need besides normalization, as launches of kernels. */
final class CudaNetwork implements NetworkBackend {
    private final MatrixBackend matrices;
    private final PointwiseBackend pointwise;
    private final LossBackend losses;
    private final OptimizerBackend optimizers;
    private final LstmBackend lstm;

    CudaNetwork(KernelLauncher kernels) {
        this.matrices = new CudaMatrices(kernels);
        this.pointwise = new CudaPointwise(kernels);
        this.losses = new CudaLosses(kernels);
        this.optimizers = new CudaOptimizers(kernels);
        this.lstm = new CudaLstm(kernels);
    }

    @Override
    public MatrixBackend matrices() {
        return matrices;
    }

    @Override
    public PointwiseBackend pointwise() {
        return pointwise;
    }

    @Override
    public LossBackend losses() {
        return losses;
    }

    @Override
    public OptimizerBackend optimizers() {
        return optimizers;
    }

    @Override
    public LstmBackend lstm() {
        return lstm;
    }
}
