package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Writes what a training forward found out about a channel. */
final class BatchStatistics {
    private BatchStatistics() {}

    static void give(BatchNormTrainingOp op, int channel, Moments moments) {
        give(op, channel, moments.mean(), moments.variance());
    }

    static void give(BatchNormTrainingOp op, int channel, double mean, double variance) {
        ((HeapBuffer) op.mean()).set(channel, mean);
        ((HeapBuffer) op.rstd())
                .set(channel, 1 / Math.sqrt(variance + op.geometry().eps()));
        Running.move(op.running(), channel, mean, variance);
    }
}
