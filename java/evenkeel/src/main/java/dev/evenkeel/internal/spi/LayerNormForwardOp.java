package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * v = x + residual; mean, rstd = 1/√(⟨(v − mean)²⟩ + eps) of each row; y = (v − mean)·rstd·weight + bias.
 * Inputs and outputs that are null are left out; {@code sum} is v, rounded. y is made from v as the arithmetic holds it, which 16 bits would not.
 */
public record LayerNormForwardOp(
        RowGeometry geometry,
        Buffer x,
        @Nullable Buffer residual,
        @Nullable Buffer weight,
        @Nullable Buffer bias,
        @Nullable Buffer y,
        @Nullable Buffer sum,
        @Nullable Buffer mean,
        @Nullable Buffer rstd) {}
