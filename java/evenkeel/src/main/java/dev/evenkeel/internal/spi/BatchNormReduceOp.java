package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * One replica's sums for the backward of synchronized batch norm: sumDy = Σ g and sumDyXhat = Σ g·x̂ of each channel,
 * with x̂ and g as {@link BatchNormBackwardOp} has them. They are added over replicas.
 */
public record BatchNormReduceOp(
        ChannelGeometry geometry,
        Buffer dy,
        Buffer x,
        @Nullable Buffer residual,
        @Nullable Buffer weight,
        @Nullable Buffer bias,
        Buffer mean,
        @Nullable Buffer meanRest,
        Buffer rstd,
        Buffer sumDy,
        Buffer sumDyXhat) {}
