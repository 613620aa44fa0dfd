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
        @Nullable RunningUpdate running) {

    /**
     * running = (1 − factor)·running + factor·batch, in place; at factor 1 the old value is not read. The batch
     * variance is biased; {@code correction} multiplies it before it is mixed in.
     */
    public record RunningUpdate(Buffer mean, Buffer variance, double factor, double correction) {}
}
