package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * One replica's dx = weight·rstd·(g − sumDy/n − x̂·sumDyXhat/n) and dresidual = g, with sums over all replicas.
 *
 * @param count n, the elements that all replicas have of a channel
 */
public record BatchNormInputGradientOp(
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
        Buffer sumDyXhat,
        long count,
        @Nullable Buffer dx,
        @Nullable Buffer dresidual) {}
