package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * With x̂ = (x − mean)·rstd and g = dy, or 0 where relu's argument x̂·weight + bias + residual is ≤ 0:
 * dbias = Σ g, dweight = Σ g·x̂, dresidual = g, and dx = weight·rstd·(g − ⟨g⟩ − x̂·⟨g·x̂⟩), or weight·rstd·g where
 * the statistics are constants. A null mean or rstd is that of x, which a backend finds out as exactly as it can: a
 * saved one was rounded to its type; constants are not null. Null outputs are left out. dweight and dbias are added to when {@code accumulate},
 * else overwritten; dx and dresidual are overwritten. residual and bias are read only for relu.
 */
public record BatchNormBackwardOp(
        ChannelGeometry geometry,
        Buffer dy,
        Buffer x,
        @Nullable Buffer residual,
        @Nullable Buffer weight,
        @Nullable Buffer bias,
        @Nullable Buffer mean,
        @Nullable Buffer rstd,
        boolean constantStatistics,
        @Nullable Buffer dx,
        @Nullable Buffer dresidual,
        @Nullable Buffer dweight,
        @Nullable Buffer dbias,
        boolean accumulate) {}
