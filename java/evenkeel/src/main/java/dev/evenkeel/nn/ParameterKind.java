package dev.evenkeel.nn;

/** What a parameter is in its layer, which tells whether weight decay suits it. */
public enum ParameterKind {
    /** Multiplies inputs, such as the matrix of a dense layer. */
    WEIGHT,
    /** Is added to outputs of a layer that has a weight. */
    BIAS,
    /** Gain or shift of a normalization. */
    NORMALIZATION
}
