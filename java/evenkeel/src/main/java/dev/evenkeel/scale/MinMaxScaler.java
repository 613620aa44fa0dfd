package dev.evenkeel.scale;

import java.util.Arrays;

/**
 * Brings each feature from its smallest and largest value seen to a range such as [0, 1], as scikit-learn's
 * {@code MinMaxScaler}: x·scale + min with scale = (high − low)/(dataMax − dataMin) and min = low − dataMin·scale. A
 * feature that does not vary is divided by 1. Values that were not seen in fitting may leave the range, unless clipped.
 *
 * <pre>{@code
 * MinMaxScaler scaler = MinMaxScaler.fit(train);
 * double[][] scaled = scaler.transform(test);
 * }</pre>
 */
public final class MinMaxScaler implements Scaler {
    private static final String WHO = "min-max scaler";

    private final double low;
    private final double high;
    private final boolean clip;
    private final double[] dataMin;
    private final double[] dataMax;
    private final double[] scale;
    private final double[] min;

    private MinMaxScaler(Builder options, double[] dataMin, double[] dataMax) {
        this.low = options.low;
        this.high = options.high;
        this.clip = options.clip;
        this.dataMin = dataMin.clone();
        this.dataMax = dataMax.clone();
        this.scale = new double[dataMin.length];
        this.min = new double[dataMin.length];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = (high - low) / Rows.divisor(dataMax[c] - dataMin[c]);
            min[c] = low - dataMin[c] * scale[c];
        }
    }

    /** Fitted to these rows, for the range [0, 1], without clipping. */
    public static MinMaxScaler fit(double[][] rows) {
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
        return Rows.map(WHO, rows, features(), (x, c) -> {
            double y = x * scale[c] + min[c];
            return clip ? Math.min(high, Math.max(low, y)) : y;
        });
    }

    @Override
    public double[][] inverseTransform(double[][] rows) {
        return Rows.map(WHO, rows, features(), (y, c) -> (y - min[c]) / scale[c]);
    }

    /** The smallest value of each feature; NaN where nothing was seen. */
    public double[] dataMin() {
        return dataMin.clone();
    }

    /** The largest value of each feature; NaN where nothing was seen. */
    public double[] dataMax() {
        return dataMax.clone();
    }

    /** What each feature is multiplied by. */
    public double[] scale() {
        return scale.clone();
    }

    /** What is then added to it. */
    public double[] min() {
        return min.clone();
    }

    @Override
    public String toString() {
        return "MinMaxScaler(dataMin=" + Arrays.toString(dataMin) + ", dataMax=" + Arrays.toString(dataMax)
                + ", featureRange=(" + low + ", " + high + "))";
    }

    /** Options of a scaler. */
    public static final class Builder {
        private double low;
        private double high = 1;
        private boolean clip;

        private Builder() {}

        private Builder(Builder other) {
            this.low = other.low;
            this.high = other.high;
            this.clip = other.clip;
        }

        /**
         * Where the smallest and the largest value seen go; [0, 1] unless set.
         *
         * @throws IllegalArgumentException unless {@code low < high}, both finite
         */
        public Builder featureRange(double low, double high) {
            if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
                throw new IllegalArgumentException(
                        WHO + ": expected a feature range from lower to higher, got (" + low + ", " + high + ")");
            }
            this.low = low;
            this.high = high;
            return this;
        }

        /** Whether values that would leave the range are put on its end; false unless set. */
        public Builder clip(boolean clip) {
            this.clip = clip;
            return this;
        }

        /**
         * Fitted to these rows.
         *
         * @throws IllegalArgumentException if there are none, they differ in length, or a number is infinite
         */
        public MinMaxScaler fit(double[][] rows) {
            return fitter(Rows.features(WHO, rows)).add(rows).fit();
        }

        /** For rows of {@code features} numbers that come in parts. */
        public Fitter fitter(int features) {
            return new Fitter(new Builder(this), features);
        }
    }

    /** Takes rows in parts. Parts may be fitted apart and merged. Not thread-safe. */
    public static final class Fitter {
        private final Builder options;
        private final double[] dataMin;
        private final double[] dataMax;

        private Fitter(Builder options, int features) {
            this.options = options;
            this.dataMin = new double[features];
            this.dataMax = new double[features];
            Arrays.fill(dataMin, Double.NaN);
            Arrays.fill(dataMax, Double.NaN);
        }

        /**
         * Takes these rows too; none of them if one is refused.
         *
         * @throws IllegalArgumentException if a row has another number of features, or an infinite one
         */
        public Fitter add(double[][] rows) {
            Rows.check(WHO, rows, dataMin.length);
            for (double[] row : rows) {
                widen(row, row);
            }
            return this;
        }

        /** Takes the rows that {@code other} took. */
        public Fitter merge(Fitter other) {
            if (other.dataMin.length != dataMin.length) {
                throw new IllegalArgumentException(
                        WHO + ": expected " + dataMin.length + " features to merge, got " + other.dataMin.length);
            }
            widen(other.dataMin, other.dataMax);
            return this;
        }

        /** NaN, which compares with nothing, gives way to any number and displaces none. */
        private void widen(double[] lower, double[] upper) {
            for (int c = 0; c < dataMin.length; c++) {
                if (lower[c] < dataMin[c] || Double.isNaN(dataMin[c])) {
                    dataMin[c] = lower[c];
                }
                if (upper[c] > dataMax[c] || Double.isNaN(dataMax[c])) {
                    dataMax[c] = upper[c];
                }
            }
        }

        /** The scaler of all rows so far. */
        public MinMaxScaler fit() {
            return new MinMaxScaler(options, dataMin, dataMax);
        }
    }
}
