package dev.evenkeel.bench.gpu;

import org.jspecify.annotations.Nullable;

/** A call that this process makes. */
record OwnContender(String provider, Runnable call, Runnable flush, StreamClock clock) implements Contender {
    @Override
    public double[] micros(Cache cache, int count) {
        return cache == Cache.COLD
                ? clock.micros(flush, call, 1, count)
                : clock.micros(call, call, Cache.WARM_CALLS, count);
    }

    @Override
    @Nullable
    public Double error() {
        return null;
    }

    @Override
    @Nullable
    public Double firstMicros() {
        return null;
    }
}
