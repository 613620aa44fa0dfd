package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** The statistics of some channels that a backward was given, and those of the data where it was not. */
final class SavedPlanes<A> {
    private final SavedStatistics saved;
    private final @Nullable PlaneMoments<A> own;
    private int from;

    /** For up to {@code most} channels at a time. */
    SavedPlanes(
            SavedStatistics saved, Arithmetic<A> arithmetic, Planes planes, HeapBuffer x, Scratch scratch, int most) {
        this.saved = saved;
        this.own = saved.complete() ? null : new PlaneMoments<>(arithmetic, planes, x, saved.eps(), scratch, most);
    }

    /** Finds out what is missing of channels first … end − 1. */
    void find(int first, int end) {
        from = first;
        if (own != null) {
            own.find(first, end);
        }
    }

    double center(int channel) {
        return saved.mean() instanceof HeapBuffer mean
                ? mean.get(channel)
                : own(channel).center(channel - from);
    }

    /** mean − center. */
    double rest(int channel) {
        if (saved.mean() == null) {
            return own(channel).rest(channel - from);
        }
        return saved.meanRest() instanceof HeapBuffer rest ? rest.get(channel) : 0;
    }

    double rstd(int channel) {
        return saved.rstd() instanceof HeapBuffer rstd
                ? rstd.get(channel)
                : own(channel).rstd(channel - from);
    }

    private PlaneMoments<A> own(int channel) {
        if (own == null) {
            throw new IllegalStateException("channel " + channel + " has saved statistics");
        }
        return own;
    }
}
