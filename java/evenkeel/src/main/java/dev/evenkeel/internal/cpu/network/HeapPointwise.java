package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.spi.ActivationKind;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.DropoutOp;
import dev.evenkeel.internal.spi.PointwiseBackend;

/** Operations on elements by themselves, over Java arrays. */
final class HeapPointwise implements PointwiseBackend {
    private final Execution execution;

    HeapPointwise(Execution execution) {
        this.execution = execution;
    }

    @Override
    public void activation(ActivationKind kind, Buffer x, Buffer y) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void activationBackward(ActivationKind kind, Buffer x, Buffer dy, Buffer dx) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void dropout(DropoutOp op) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void add(Buffer x, Buffer y) {
        throw new UnsupportedOperationException("not yet");
    }
}
