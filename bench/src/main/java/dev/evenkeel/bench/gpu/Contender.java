package dev.evenkeel.bench.gpu;

import org.jspecify.annotations.Nullable;

/** One who computes an operation, with everything in place. */
interface Contender {
    /** {@code evenkeel}, {@code torch}, {@code copy} … */
    String provider();

    /** Times of single calls on the device, in microseconds. */
    double[] micros(Cache cache, int count);

    /** The largest relative error of its results against float64; null where the run would have ended before. */
    @Nullable
    Double error();

    /** Microseconds of its first call in this process, with what it compiles; null if not measured. */
    @Nullable
    Double firstMicros();
}
