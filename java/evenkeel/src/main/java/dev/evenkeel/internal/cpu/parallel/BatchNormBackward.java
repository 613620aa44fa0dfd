package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInputGradientOp;
import dev.evenkeel.internal.spi.BatchNormReduceOp;

/** Gradients of batch normalization, by the layout that suits the shape. */
public final class BatchNormBackward {
    private BatchNormBackward() {}

    /** Computes all outputs of {@code op}. */
    public static void run(BatchNormBackwardOp op, Execution execution) {
        run(ChannelGradients.of(op), execution);
    }

    /** One replica's sums. */
    public static void run(BatchNormReduceOp op, Execution execution) {
        run(ChannelGradients.of(op), execution);
    }

    /** One replica's gradients of its inputs, from all replicas' sums. */
    public static void run(BatchNormInputGradientOp op, Execution execution) {
        run(ChannelGradients.of(op), execution);
    }

    private static void run(ChannelGradients gradients, Execution execution) {
        if (gradients.geometry().inner() == 1) {
            ChannelsLastBackward.run(gradients, execution);
        } else {
            ChannelsFirstBackward.run(gradients, execution);
        }
    }
}
