package dev.evenkeel.internal.spi;

/** What a row is normalized by. */
public enum RowNorm {
    /** x̂ = (x − ⟨x⟩)·rstd, rstd = 1/√(⟨(x − ⟨x⟩)²⟩ + eps). */
    LAYER,
    /** x̂ = x·rstd, rstd = 1/√(⟨x²⟩ + eps); has no mean and no bias. */
    RMS
}
