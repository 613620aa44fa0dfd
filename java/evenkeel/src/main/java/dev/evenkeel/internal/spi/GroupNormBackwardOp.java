package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * With x̂ = (x − mean)·rstd and g = weight·dy: dx = rstd·(g − ⟨g⟩ − x̂·⟨g·x̂⟩), means over the group; dweight = Σ dy·x̂
 * and dbias = Σ dy over samples and inner. A null mean or rstd is that of x, found out as exactly as can be. Null
 * outputs are left out. dweight and dbias are added to when {@code accumulate}, else overwritten; dx is overwritten.
 */
public record GroupNormBackwardOp(
        GroupGeometry geometry,
        Buffer dy,
        Buffer x,
        @Nullable Buffer weight,
        @Nullable Buffer mean,
        @Nullable Buffer rstd,
        @Nullable Buffer dx,
        @Nullable Buffer dweight,
        @Nullable Buffer dbias,
        boolean accumulate) {}
