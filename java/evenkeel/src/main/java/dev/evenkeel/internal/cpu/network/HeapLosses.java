package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.spi.LossBackend;
import dev.evenkeel.internal.spi.LossOp;

/** Losses and their gradients, over Java arrays. */
final class HeapLosses implements LossBackend {
    private final Execution execution;

    HeapLosses(Execution execution) {
        this.execution = execution;
    }

    @Override
    public void softmaxCrossEntropy(LossOp op) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void sigmoidCrossEntropy(LossOp op) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void meanSquared(LossOp op) {
        throw new UnsupportedOperationException("not yet");
    }
}
