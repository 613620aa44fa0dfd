package dev.evenkeel.norms;

/** What batch normalization applies to its result. */
public enum Activation {
    /** Nothing. */
    NONE,
    /** max(0, ·); NaN stays NaN; its gradient at 0 is 0. */
    RELU
}
