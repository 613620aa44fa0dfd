package dev.evenkeel.bench;

import dev.evenkeel.norms.ChannelLayout;

/** {@link BatchNormBenchmark} of a tensor whose channels lie last in memory. */
public class BatchNormLastBenchmark extends BatchNormBenchmark {
    @Override
    public Operation operation() {
        return Operation.BATCH_NORM_LAST;
    }

    @Override
    ChannelLayout layout() {
        return ChannelLayout.CHANNELS_LAST;
    }
}
