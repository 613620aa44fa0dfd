package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RunningMix;
import org.jspecify.annotations.Nullable;

/** Running statistics and the batches that move them. */
public final class Running {
    private Running() {}

    /** Mixes in the mean and the biased variance of one channel of a batch, if there are running statistics. */
    public static void move(@Nullable RunningMix running, int channel, double mean, double variance) {
        if (running != null) {
            move(running.mean(), channel, mean, running.factor());
            move(running.variance(), channel, variance * running.correction(), running.factor());
        }
    }

    private static void move(Buffer running, int channel, double batch, double factor) {
        HeapBuffer values = (HeapBuffer) running;
        values.set(channel, factor == 1 ? batch : (1 - factor) * values.get(channel) + factor * batch);
    }
}
