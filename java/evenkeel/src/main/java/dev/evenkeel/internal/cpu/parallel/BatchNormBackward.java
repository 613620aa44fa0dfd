package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInputGradientOp;
import dev.evenkeel.internal.spi.BatchNormReduceOp;

/** Gradients of batch normalization, by the layout that suits the shape. */
public final class BatchNormBackward {
    private BatchNormBackward() {}

    /** Computes all outputs of {@code op}. */
    public static void run(BatchNormBackwardOp op, ParallelChunks threads) {
        run(ChannelGradients.of(op), threads);
    }

    /** One replica's sums. */
    public static void run(BatchNormReduceOp op, ParallelChunks threads) {
        run(ChannelGradients.of(op), threads);
    }

    /** One replica's gradients of its inputs, from all replicas' sums. */
    public static void run(BatchNormInputGradientOp op, ParallelChunks threads) {
        run(ChannelGradients.of(op), threads);
    }

    private static void run(ChannelGradients gradients, ParallelChunks threads) {
        if (gradients.geometry().inner() == 1) {
            ChannelsLastBackward.run(gradients, threads);
        } else {
            ChannelsFirstBackward.run(gradients, threads);
        }
    }
}
