package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * y = act((x − mean − meanRest)·rstd·weight + bias + residual) with given statistics; meanRest is what the type of
 * mean could not hold of it, null for nothing.
 */
public record BatchNormInferenceOp(
        ChannelGeometry geometry,
        Buffer x,
        @Nullable Buffer residual,
        @Nullable Buffer weight,
        @Nullable Buffer bias,
        Buffer mean,
        @Nullable Buffer meanRest,
        Buffer rstd,
        Buffer y) {}
