package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.spi.AdamOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.OptimizerBackend;
import dev.evenkeel.internal.spi.SgdOp;

/** Steps of optimizers, over Java arrays. */
final class HeapOptimizers implements OptimizerBackend {
    private final Execution execution;

    HeapOptimizers(Execution execution) {
        this.execution = execution;
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
