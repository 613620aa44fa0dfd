package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.MatrixBackend;
import dev.evenkeel.internal.spi.MatrixProductOp;
import dev.evenkeel.internal.spi.MatrixView;

/** Products and sums of matrices, over Java arrays. */
final class HeapMatrices implements MatrixBackend {
    private final Execution execution;

    HeapMatrices(Execution execution) {
        this.execution = execution;
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
