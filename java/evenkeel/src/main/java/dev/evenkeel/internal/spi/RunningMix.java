package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * running = (1 − factor)·running + factor·batch, in place; at factor 1 the old value is not read. The batch variance is
 * biased; {@code correction} multiplies it before it is mixed in. A counter, if there is one, is counted up first, and
 * a negative factor then stands for 1/counter.
 */
public record RunningMix(
        Buffer mean,
        Buffer variance,
        double factor,
        double correction,
        @Nullable Counter batches) {
    /** The factor of running statistics that are the plain mean over all batches. */
    public static final double CUMULATIVE = -1;

    /** Without a counter. */
    public RunningMix(Buffer mean, Buffer variance, double factor, double correction) {
        this(mean, variance, factor, correction, null);
    }
}
