package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Mean and biased variance of some values. The mean is kept in two parts, {@code center}, which the arithmetic has
 * exactly, and a small {@code rest}: then (x − center) − rest loses nothing when |mean| is large beside the deviations.
 *
 * @param center the arithmetic's value near the mean
 * @param rest mean − center
 * @param variance mean of (x − mean)²
 */
record Moments(double center, double rest, double variance) {

    /** From the sums of (x − center) and (x − center)² over {@code n} values. */
    static Moments of(double center, double sum, double squares, double n) {
        double rest = sum / n;
        return new Moments(center, rest, Math.max(0, squares / n - rest * rest));
    }

    /** A mean from elsewhere, which the arithmetic has exactly; no variance. */
    static Moments at(double mean) {
        return new Moments(mean, 0, Double.NaN);
    }

    /** Element {@code i} of means from elsewhere, in one buffer or two; no variance. */
    static Moments given(Buffer means, @Nullable Buffer rests, int i) {
        double rest = rests == null ? 0 : ((HeapBuffer) rests).get(i);
        return new Moments(((HeapBuffer) means).get(i), rest, Double.NaN);
    }

    double mean() {
        return center + rest;
    }

    double rstd(double eps) {
        return 1 / Math.sqrt(variance + eps);
    }
}
