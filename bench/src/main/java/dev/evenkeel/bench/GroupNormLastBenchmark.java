package dev.evenkeel.bench;

import dev.evenkeel.norms.ChannelLayout;

/** {@link GroupNormBenchmark} of a tensor whose channels lie last in memory. */
public class GroupNormLastBenchmark extends GroupNormBenchmark {
    @Override
    public Operation operation() {
        return Operation.GROUP_NORM_LAST;
    }

    @Override
    ChannelLayout layout() {
        return ChannelLayout.CHANNELS_LAST;
    }
}
