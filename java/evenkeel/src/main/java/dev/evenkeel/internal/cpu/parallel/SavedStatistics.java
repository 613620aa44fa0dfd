package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The statistics that a backward was given, and those of the data where it was not.
 *
 * @param meanRest what the type of mean could not hold of it; null for nothing
 */
record SavedStatistics(
        @Nullable Buffer mean,
        @Nullable Buffer meanRest,
        @Nullable Buffer rstd,
        double eps) {

    static SavedStatistics of(@Nullable Buffer mean, @Nullable Buffer rstd, double eps) {
        return new SavedStatistics(mean, null, rstd, eps);
    }

    /** What x̂ of one row or channel is made with. */
    record Statistics(Moments moments, double rstd) {
        /** x̂ itself. */
        Normalizer standardizer() {
            return normalizer(1, 0);
        }

        Normalizer normalizer(double weight, double bias) {
            return Normalizer.of(moments, rstd, weight, bias);
        }
    }

    boolean complete() {
        return mean != null && rstd != null;
    }

    /** Those of row or channel {@code i}; {@code own} finds out the data's where it has to. */
    Statistics at(int i, IntFunction<Moments> own) {
        Moments given = mean == null ? null : Moments.given(mean, meanRest, i);
        if (given != null && rstd != null) {
            return new Statistics(given, ((HeapBuffer) rstd).get(i));
        }
        Moments fresh = own.apply(i);
        return new Statistics(
                given != null ? given : fresh, rstd != null ? ((HeapBuffer) rstd).get(i) : fresh.rstd(eps));
    }
}
