package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/** y = act((x − mean)·rstd·weight + bias + residual) with given statistics. */
public record BatchNormInferenceOp(
        ChannelGeometry geometry,
        Buffer x,
        @Nullable Buffer residual,
        @Nullable Buffer weight,
        @Nullable Buffer bias,
        Buffer mean,
        Buffer rstd,
        Buffer y) {}
