package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Writes what a training forward found out about a channel. */
final class BatchStatistics {
    private BatchStatistics() {}

    static void give(BatchNormTrainingOp op, int channel, Moments moments) {
        ((HeapBuffer) op.mean()).set(channel, moments.mean());
        ((HeapBuffer) op.rstd()).set(channel, moments.rstd(op.geometry().eps()));
        Running.move(op.running(), channel, moments.mean(), moments.variance());
    }
}
