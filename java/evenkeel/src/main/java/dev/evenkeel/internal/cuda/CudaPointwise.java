package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.ActivationKind;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.DropoutOp;
import dev.evenkeel.internal.spi.PointwiseBackend;

/** Operations on elements by themselves, as launches of kernels. */
final class CudaPointwise implements PointwiseBackend {
    private final KernelLauncher kernels;

    CudaPointwise(KernelLauncher kernels) {
        this.kernels = kernels;
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
