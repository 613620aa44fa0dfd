package dev.evenkeel.scale;

import java.util.Arrays;

/**
 * (x − mean)/√variance of each feature, as scikit-learn's {@code StandardScaler}: the variance is the biased one, and a
 * feature that is constant up to rounding, variance ≤ n·ε·variance + (n·mean·ε)², is divided by 1.
 *
 * <pre>{@code
 * StandardScaler scaler = StandardScaler.fit(train);
 * double[][] scaled = scaler.transform(test);
 * }</pre>
 */
public final class StandardScaler implements Scaler {
    private static final String WHO = "standard scaler";

    private final boolean withMean;
    private final boolean withStd;
    private final long[] samplesSeen;
    private final double[] mean;
    private final double[] variance;
    private final double[] scale;

    private StandardScaler(Builder options, ColumnMoments moments) {
        this.withMean = options.withMean;
        this.withStd = options.withStd;
        this.samplesSeen = moments.count();
        this.mean = moments.mean();
        this.variance = moments.variance();
        this.scale = new double[mean.length];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = isConstant(c) ? 1 : Math.sqrt(variance[c]);
        }
    }

    private boolean isConstant(int c) {
        double spacing = Math.ulp(1.0);
        double rounding = samplesSeen[c] * mean[c] * spacing;
        return variance[c] <= samplesSeen[c] * spacing * variance[c] + rounding * rounding;
    }

    /** Fitted to these rows, with mean and standard deviation. */
    public static StandardScaler fit(double[][] rows) {
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
        return Rows.map(WHO, rows, features(), (x, c) -> (withMean ? x - mean[c] : x) / (withStd ? scale[c] : 1));
    }

    @Override
    public double[][] inverseTransform(double[][] rows) {
        return Rows.map(WHO, rows, features(), (y, c) -> {
            double x = withStd ? y * scale[c] : y;
            return withMean ? x + mean[c] : x;
        });
    }

    /** How many numbers of each feature were seen; NaN doesn't count. */
    public long[] samplesSeen() {
        return samplesSeen.clone();
    }

    /** The mean of each feature; NaN where nothing was seen. */
    public double[] mean() {
        return mean.clone();
    }

    /** The biased variance of each feature; NaN where nothing was seen. */
    public double[] variance() {
        return variance.clone();
    }

    /** What each feature is divided by: its standard deviation, or 1 if it is constant. */
    public double[] scale() {
        return scale.clone();
    }

    @Override
    public String toString() {
        return "StandardScaler(mean=" + Arrays.toString(mean) + ", scale=" + Arrays.toString(scale) + ")";
    }

    /** Options of a scaler. */
    public static final class Builder {
        private boolean withMean = true;
        private boolean withStd = true;

        private Builder() {}

        private Builder(Builder other) {
            this.withMean = other.withMean;
            this.withStd = other.withStd;
        }

        /** Whether the mean is taken off; true unless set. */
        public Builder withMean(boolean withMean) {
            this.withMean = withMean;
            return this;
        }

        /** Whether features are divided by their standard deviation; true unless set. */
        public Builder withStd(boolean withStd) {
            this.withStd = withStd;
            return this;
        }

        /**
         * Fitted to these rows.
         *
         * @throws IllegalArgumentException if there are none, they differ in length, or a number is infinite
         */
        public StandardScaler fit(double[][] rows) {
            return fitter(Rows.features(WHO, rows)).add(rows).fit();
        }

        /** For rows of {@code features} numbers that come in parts. */
        public Fitter fitter(int features) {
            return new Fitter(new Builder(this), new ColumnMoments(features));
        }
    }

    /** Takes rows in parts. Parts may be fitted apart and merged. Not thread-safe. */
    public static final class Fitter {
        private final Builder options;
        private final ColumnMoments moments;

        private Fitter(Builder options, ColumnMoments moments) {
            this.options = options;
            this.moments = moments;
        }

        /**
         * Takes these rows too; none of them if one is refused.
         *
         * @throws IllegalArgumentException if a row has another number of features, or an infinite one
         */
        public Fitter add(double[][] rows) {
            Rows.check(WHO, rows, moments.columns());
            moments.add(rows);
            return this;
        }

        /** Takes the rows that {@code other} took. */
        public Fitter merge(Fitter other) {
            if (other.moments.columns() != moments.columns()) {
                throw new IllegalArgumentException(
                        WHO + ": expected " + moments.columns() + " features to merge, got " + other.moments.columns());
            }
            moments.merge(other.moments);
            return this;
        }

        /** The scaler of all rows so far. */
        public StandardScaler fit() {
            return new StandardScaler(options, moments);
        }
    }
}
