package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;

/** Batch normalization, by the layout that suits the shape. */
public final class BatchNormForward {
    private BatchNormForward() {}

    /** By the batch's own statistics. */
    public static void training(BatchNormTrainingOp op, Execution execution) {
        if (op.geometry().inner() == 1) {
            ChannelsLastForward.training(op, execution);
        } else {
            ChannelsFirstForward.training(op, execution);
        }
    }

    /** By given statistics. */
    public static void inference(BatchNormInferenceOp op, Execution execution) {
        if (op.geometry().inner() == 1) {
            ChannelsLastForward.inference(op, execution);
        } else {
            ChannelsFirstForward.inference(op, execution);
        }
    }
}
