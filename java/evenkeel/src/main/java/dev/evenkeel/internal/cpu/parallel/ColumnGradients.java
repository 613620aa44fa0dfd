package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Σ g and Σ g·x̂ of each channel, and what of them goes into dx. */
record ColumnGradients(int channels, double[] sumG, double[] sumGx) {

    /** From the sums of g and of g·(x − center). */
    static ColumnGradients of(ColumnSums<?> sums, ColumnStatistics statistics, int channels, Scratch scratch) {
        ColumnGradients totals = new ColumnGradients(channels, scratch.doubles(channels), scratch.doubles(channels));
        for (int c = 0; c < channels; c++) {
            totals.sumG[c] = sums.first(c);
            totals.sumGx[c] = (sums.second(c) - statistics.rest(c) * sums.first(c)) * statistics.rstd(c);
        }
        return totals;
    }

    /** Those of all replicas. */
    static ColumnGradients given(ChannelGradients.Totals given, int channels, Scratch scratch) {
        ColumnGradients totals = new ColumnGradients(channels, scratch.doubles(channels), scratch.doubles(channels));
        for (int c = 0; c < channels; c++) {
            totals.sumG[c] = given.at(c).first();
            totals.sumGx[c] = given.at(c).second();
        }
        return totals;
    }

    /** What (x − center) is multiplied by in dx/weight, for means over {@code n} elements. */
    double slope(int channel, double n, ColumnStatistics statistics) {
        double rstd = statistics.rstd(channel);
        return -rstd * rstd * (sumGx[channel] / n);
    }

    /** What is added to dx/weight. */
    double offset(int channel, double n, ColumnStatistics statistics) {
        double rstd = statistics.rstd(channel);
        return rstd * (statistics.rest(channel) * rstd * (sumGx[channel] / n) - sumG[channel] / n);
    }

    /** Writes dweight and dbias. */
    void give(ChannelGradients op) {
        give(sumGx, op.dweight(), op.accumulate());
        give(sumG, op.dbias(), op.accumulate());
    }

    private void give(double[] totals, @Nullable Buffer gradient, boolean accumulate) {
        if (gradient instanceof HeapBuffer values) {
            for (int c = 0; c < channels; c++) {
                values.set(c, accumulate ? values.get(c) + totals[c] : totals[c]);
            }
        }
    }
}
