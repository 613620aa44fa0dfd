package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.BatchNormBackwardOp;

/** Gradients of batch normalization, by the layout that suits the shape. */
public final class BatchNormBackward {
    private BatchNormBackward() {}

    /** Computes all outputs of {@code op}. */
    public static void run(BatchNormBackwardOp op, ParallelChunks threads) {
        if (op.geometry().inner() == 1) {
            ChannelsLastBackward.run(op, threads);
        } else {
            ChannelsFirstBackward.run(op, threads);
        }
    }
}
