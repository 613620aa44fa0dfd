package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RunningMix;

/** Writes what a training forward found out about a channel. */
final class BatchStatistics {
    private BatchStatistics() {}

    static void give(BatchNormTrainingOp op, int channel, Moments moments) {
        ((HeapBuffer) op.mean()).set(channel, moments.mean());
        ((HeapBuffer) op.rstd()).set(channel, moments.rstd(op.geometry().eps()));
        RunningMix running = op.running();
        if (running != null) {
            move(running.mean(), channel, moments.mean(), running.factor());
            move(running.variance(), channel, moments.variance() * running.correction(), running.factor());
        }
    }

    private static void move(Buffer running, int channel, double batch, double factor) {
        HeapBuffer values = (HeapBuffer) running;
        values.set(channel, factor == 1 ? batch : (1 - factor) * values.get(channel) + factor * batch);
    }
}
