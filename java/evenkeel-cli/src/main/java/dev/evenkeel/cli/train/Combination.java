package dev.evenkeel.cli.train;

/**
 * What the runs of a command differ in besides the seed.
 *
 * @param norm what normalizes the hidden layers
 * @param scaler what scales the features
 */
record Combination(NormKind norm, ScalerKind scaler) {
    /** In a legend. */
    String label() {
        return norm.label() + " / " + scaler.label();
    }
}
