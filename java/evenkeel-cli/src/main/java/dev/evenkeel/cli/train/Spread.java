package dev.evenkeel.cli.train;

import java.util.Arrays;

/**
 * Where some numbers lie.
 *
 * @param count how many there are
 * @param mean their mean
 * @param std their standard deviation, that of a sample; 0 for one number
 * @param min the smallest
 * @param max the largest
 */
record Spread(int count, double mean, double std, double min, double max) {
    static Spread of(double... values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double std = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
        return new Spread(
                values.length,
                mean,
                std,
                Arrays.stream(values).min().orElse(Double.NaN),
                Arrays.stream(values).max().orElse(Double.NaN));
    }

    /** How far the mean of as many numbers may be off by chance: two standard errors. */
    double doubt() {
        return 2 * std / Math.sqrt(count);
    }
}
