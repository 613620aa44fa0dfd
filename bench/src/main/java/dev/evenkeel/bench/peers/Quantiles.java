package dev.evenkeel.bench.peers;

import java.util.Arrays;

/**
 * Where samples lie.
 *
 * @param p10 a tenth of the samples is smaller
 * @param median half of them
 * @param p90 nine tenths
 */
record Quantiles(double p10, double median, double p90) {
    static Quantiles of(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return new Quantiles(at(sorted, 0.1), at(sorted, 0.5), at(sorted, 0.9));
    }

    /** Between the two nearest samples where there is none right there. */
    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
