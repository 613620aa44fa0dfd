package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.function.IntFunction;

/** What a backward makes x̂ of each channel with: (x − center − rest)·rstd. */
record ColumnStatistics(int channels, double[] centers, double[] rests, double[] rstds) {
    /** Beyond these a product of two rstd leaves the range of a float. */
    private static final double LEAST = 1e-15;

    private static final double MOST = 1e15;

    /** The given ones, and those of the data where none were given. */
    static <A> ColumnStatistics of(
            Arithmetic<A> arithmetic, ChannelGradients op, Execution execution, Scratch scratch) {
        int channels = (int) op.geometry().channels();
        ColumnStatistics all = new ColumnStatistics(
                channels, scratch.doubles(channels), scratch.doubles(channels), scratch.doubles(channels));
        try (Scratch own = Scratch.open()) {
            IntFunction<Moments> ofData = op.saved().complete()
                    ? Moments::at
                    : new ColumnMoments<>(arithmetic, op.geometry(), (HeapBuffer) op.x(), own).run(execution)::at;
            for (int c = 0; c < channels; c++) {
                SavedStatistics.Statistics statistics = op.saved().at(c, ofData);
                all.centers[c] = statistics.moments().center();
                all.rests[c] = statistics.moments().rest();
                all.rstds[c] = statistics.rstd();
            }
        }
        return all;
    }

    /** Whether float coefficients of gradients hold them. */
    boolean moderate() {
        for (int c = 0; c < channels; c++) {
            if (!moderate(rstds[c])) {
                return false;
            }
        }
        return true;
    }

    /** Whether float coefficients of gradients hold this one; NaN, too. */
    static boolean moderate(double rstd) {
        return !(rstd < LEAST || rstd > MOST);
    }

    double center(int channel) {
        return centers[channel];
    }

    double rest(int channel) {
        return rests[channel];
    }

    double rstd(int channel) {
        return rstds[channel];
    }

    Moments moments(int channel) {
        return new Moments(centers[channel], rests[channel], Double.NaN);
    }
}
