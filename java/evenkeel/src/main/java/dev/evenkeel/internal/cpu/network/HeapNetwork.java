package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.cpu.kernel.Loops;
import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.cpu.parallel.ParallelChunks;
import dev.evenkeel.internal.spi.LossBackend;
import dev.evenkeel.internal.spi.LstmBackend;
import dev.evenkeel.internal.spi.MatrixBackend;
import dev.evenkeel.internal.spi.NetworkBackend;
import dev.evenkeel.internal.spi.OptimizerBackend;
import dev.evenkeel.internal.spi.PointwiseBackend;

/** What networks need besides normalization, over Java arrays. */
public final class HeapNetwork implements NetworkBackend {
    private final MatrixBackend matrices;
    private final PointwiseBackend pointwise;
    private final LossBackend losses;
    private final OptimizerBackend optimizers;
    private final LstmBackend lstm;

    private HeapNetwork(MatrixBackend matrices, Execution execution) {
        this.matrices = matrices;
        this.pointwise = new HeapPointwise(execution);
        this.losses = new HeapLosses(execution);
        this.optimizers = new HeapOptimizers(execution);
        this.lstm = new HeapLstm(execution);
    }

    /** The reference: one thread, and sums of products in double. */
    public static NetworkBackend scalar() {
        return new HeapNetwork(new ScalarMatrices(), new Execution(new ParallelChunks(1), Loops.plain()));
    }

    /** Operations that run with these threads. */
    public static NetworkBackend parallel(Execution execution) {
        return new HeapNetwork(new HeapMatrices(execution), execution);
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
