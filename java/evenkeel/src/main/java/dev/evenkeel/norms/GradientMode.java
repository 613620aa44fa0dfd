package dev.evenkeel.norms;

/** What becomes of the parameter gradients that are already in dweight and dbias. dx is always overwritten. */
public enum GradientMode {
    /** They are replaced. */
    OVERWRITE,
    /** They are added to, as PyTorch's {@code backward} does. */
    ACCUMULATE
}
