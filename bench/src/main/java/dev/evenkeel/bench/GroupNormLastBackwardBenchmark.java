package dev.evenkeel.bench;

import dev.evenkeel.norms.ChannelLayout;

/** {@link GroupNormBackwardBenchmark} of a tensor whose channels lie last in memory. */
public class GroupNormLastBackwardBenchmark extends GroupNormBackwardBenchmark {
    @Override
    public Operation operation() {
        return Operation.GROUP_NORM_LAST_BACKWARD;
    }

    @Override
    ChannelLayout layout() {
        return ChannelLayout.CHANNELS_LAST;
    }
}
