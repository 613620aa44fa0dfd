package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * v = x + residual, x̂ as {@link RowNorm} has it of v, y = x̂·(weight + weightOffset) + bias. Inputs and outputs that
 * are null are left out; {@code sum} is v, rounded. y is made from v as the arithmetic holds it, which 16 bits would
 * not. With {@link RowNorm#RMS}, bias and mean are null.
 */
public record RowNormForwardOp(
        RowGeometry geometry,
        Buffer x,
        @Nullable Buffer residual,
        @Nullable Buffer weight,
        @Nullable Buffer bias,
        @Nullable Buffer y,
        @Nullable Buffer sum,
        @Nullable Buffer mean,
        @Nullable Buffer rstd) {}
