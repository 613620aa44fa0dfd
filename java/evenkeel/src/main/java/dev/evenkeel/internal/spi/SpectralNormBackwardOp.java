package dev.evenkeel.internal.spi;

/**
 * With sigma = uᵀ·M·v, u and v constants: dweight = (dw − ⟨dw, weight⟩/sigma · u·vᵀ)/sigma, overwritten, or added to
 * when {@code accumulate}. u and v have the type of the weight's statistics.
 */
public record SpectralNormBackwardOp(
        WeightGeometry geometry, Buffer dw, Buffer weight, Buffer u, Buffer v, Buffer dweight, boolean accumulate) {}
