package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * With g = (weight + weightOffset)·dy: dx = rstd·(g − ⟨g⟩ − x̂·⟨g·x̂⟩) + dsum, where {@link RowNorm#RMS} has no ⟨g⟩;
 * dweight = Σ dy·x̂ and dbias = Σ dy over rows. A null mean or rstd is that of x, which a backend finds out as exactly
 * as it can: a saved one was rounded to its type. Null outputs are left out. dweight and dbias are added to when
 * {@code accumulate}, else overwritten; dx is overwritten. With {@link RowNorm#RMS}, mean and dbias are null.
 */
public record RowNormBackwardOp(
        RowGeometry geometry,
        Buffer dy,
        Buffer x,
        @Nullable Buffer weight,
        @Nullable Buffer mean,
        @Nullable Buffer rstd,
        @Nullable Buffer dsum,
        @Nullable Buffer dx,
        @Nullable Buffer dweight,
        @Nullable Buffer dbias,
        boolean accumulate) {}
