package dev.evenkeel.scale;

/**
 * What was learned of the features of some rows, and how it brings features of any rows to a common scale. Fit it on the
 * training part alone: rows that it was fitted on are rows that it has seen.
 *
 * <p>NaN stands for a missing value: fitting ignores it, transforming keeps it. Infinite values are refused. Fitted
 * scalers never change and are safe from several threads.
 */
public sealed interface Scaler permits StandardScaler, MinMaxScaler, RobustScaler {
    /** How many features a row has. */
    int features();

    /**
     * New rows of scaled features.
     *
     * @param rows rows of {@link #features()} numbers each; they are left as they are
     * @throws IllegalArgumentException if a row has another number of features, or an infinite one
     */
    double[][] transform(double[][] rows);

    /**
     * New rows of the features that {@link #transform} made these of, but for rounding.
     *
     * @param rows rows of {@link #features()} numbers each; they are left as they are
     * @throws IllegalArgumentException if a row has another number of features, or an infinite one
     */
    double[][] inverseTransform(double[][] rows);
}
