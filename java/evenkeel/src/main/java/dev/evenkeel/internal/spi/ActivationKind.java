package dev.evenkeel.internal.spi;

/** Functions of one number. */
public enum ActivationKind {
    /** max(x, 0); the gradient at 0 is 0, and NaN stays NaN. */
    RELU,
    /** tanh x. */
    TANH,
    /** 1/(1 + e⁻ˣ). */
    SIGMOID,
    /** x·Φ(x), Φ the normal distribution function: the exact form, not the one by tanh. */
    GELU
}
