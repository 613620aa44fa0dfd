package dev.evenkeel.scale;

import java.util.Arrays;

/**
 * (x − median)/(width between two percentiles) of each feature, as scikit-learn's {@code RobustScaler}: a few extreme
 * values change neither. Percentiles between two values are interpolated on a line; a feature without width is divided by
 * 1. Fitting sorts a copy of each feature, so there is no fitting in parts.
 *
 * <pre>{@code
 * RobustScaler scaler = RobustScaler.fit(train);
 * double[][] scaled = scaler.transform(test);
 * }</pre>
 */
public final class RobustScaler implements Scaler {
    private static final String WHO = "robust scaler";

    private final boolean withCentering;
    private final boolean withScaling;
    private final double[] center;
    private final double[] scale;

    private RobustScaler(Builder options, double[] center, double[] scale) {
        this.withCentering = options.withCentering;
        this.withScaling = options.withScaling;
        this.center = center;
        this.scale = scale;
    }

    /** Fitted to these rows: the median, and the width from the 25th to the 75th percentile. */
    public static RobustScaler fit(double[][] rows) {
        return builder().fit(rows);
    }

    /** Options. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public int features() {
        return scale.length;
    }

    @Override
    public double[][] transform(double[][] rows) {
        return Rows.map(
                WHO, rows, features(), (x, c) -> (withCentering ? x - center[c] : x) / (withScaling ? scale[c] : 1));
    }

    @Override
    public double[][] inverseTransform(double[][] rows) {
        return Rows.map(WHO, rows, features(), (y, c) -> {
            double x = withScaling ? y * scale[c] : y;
            return withCentering ? x + center[c] : x;
        });
    }

    /** The median of each feature; NaN where nothing was seen. */
    public double[] center() {
        return center.clone();
    }

    /** What each feature is divided by: the width between its percentiles, or 1 if there is none. */
    public double[] scale() {
        return scale.clone();
    }

    @Override
    public String toString() {
        return "RobustScaler(center=" + Arrays.toString(center) + ", scale=" + Arrays.toString(scale) + ")";
    }

    /** Options of a scaler. */
    public static final class Builder {
        private boolean withCentering = true;
        private boolean withScaling = true;
        private double lower = 25;
        private double upper = 75;

        private Builder() {}

        /** Whether the median is taken off; true unless set. */
        public Builder withCentering(boolean withCentering) {
            this.withCentering = withCentering;
            return this;
        }

        /** Whether features are divided by the width between the percentiles; true unless set. */
        public Builder withScaling(boolean withScaling) {
            this.withScaling = withScaling;
            return this;
        }

        /**
         * The percentiles whose distance is the width; 25 and 75 unless set.
         *
         * @throws IllegalArgumentException unless {@code 0 <= lower < upper <= 100}
         */
        public Builder quantileRange(double lower, double upper) {
            if (!(0 <= lower && lower < upper && upper <= 100)) {
                throw new IllegalArgumentException(WHO + ": expected a quantile range from lower to higher within 0 to"
                        + " 100, got (" + lower + ", " + upper + ")");
            }
            this.lower = lower;
            this.upper = upper;
            return this;
        }

        /**
         * Fitted to these rows.
         *
         * @throws IllegalArgumentException if there are none, they differ in length, or a number is infinite
         */
        public RobustScaler fit(double[][] rows) {
            double[] center = new double[Rows.features(WHO, rows)];
            double[] scale = new double[center.length];
            for (int c = 0; c < center.length; c++) {
                int feature = c;
                double[] sorted = Arrays.stream(rows)
                        .mapToDouble(row -> row[feature])
                        .filter(x -> !Double.isNaN(x))
                        .sorted()
                        .toArray();
                center[c] = percentile(sorted, 50);
                scale[c] = Rows.divisor(percentile(sorted, upper) - percentile(sorted, lower));
            }
            return new RobustScaler(this, center, scale);
        }
    }

    /** At position q/100·(n − 1), on the line between the two values beside it, from the nearer one. */
    private static double percentile(double[] sorted, double q) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = q / 100 * (sorted.length - 1);
        int below = (int) position;
        double from = sorted[below];
        double to = sorted[Math.min(below + 1, sorted.length - 1)];
        double share = position - below;
        return share < 0.5 ? from + (to - from) * share : to - (to - from) * (1 - share);
    }
}
