package dev.evenkeel.bench;

import dev.evenkeel.norms.ChannelLayout;

/** {@link BatchNormBackwardBenchmark} of a tensor whose channels lie last in memory. */
public class BatchNormLastBackwardBenchmark extends BatchNormBackwardBenchmark {
    @Override
    public Operation operation() {
        return Operation.BATCH_NORM_LAST_BACKWARD;
    }

    @Override
    ChannelLayout layout() {
        return ChannelLayout.CHANNELS_LAST;
    }
}
