package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;

/** Layer and RMS normalization as launches of kernels. */
final class CudaRowNorm {
    private final KernelLauncher kernels;
    private final Plans<RowNormForwardFacts, RowNormForward> forwards;
    private final Plans<RowNormBackwardFacts, RowNormBackward> backwards;

    CudaRowNorm(KernelLauncher kernels) {
        this.kernels = kernels;
        this.forwards = new Plans<>(facts -> RowNormForward.prepare(kernels, facts));
        this.backwards = new Plans<>(facts -> RowNormBackward.prepare(kernels, facts));
    }

    void forward(RowNormForwardOp op) {
        forwards.of(RowNormForwardFacts.of(op)).launch(op);
    }

    void backward(RowNormBackwardOp op) {
        RowNormBackward prepared = backwards.of(RowNormBackwardFacts.of(op));
        long workspace = prepared.workspace();
        if (workspace == 0) {
            prepared.launch(op, 0);
            return;
        }
        try (Scratch scratch = kernels.scratch(op.geometry().dtype().statistics(), workspace)) {
            prepared.launch(op, scratch.take(workspace));
        }
    }
}
