package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * mean, rstd = 1/√(var + eps) of each channel, then y = act((x − mean)·rstd·weight + bias + residual), then the
 * running statistics if given. A null {@code y} asks for the statistics alone.
 */
public record BatchNormTrainingOp(
        ChannelGeometry geometry,
        Buffer x,
        @Nullable Buffer residual,
        @Nullable Buffer weight,
        @Nullable Buffer bias,
        @Nullable Buffer y,
        Buffer mean,
        Buffer rstd,
        @Nullable RunningMix running) {}
