package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * mean, rstd = 1/√(var + eps) of each group, (samples, groups); y = (x − mean)·rstd·weight + bias; then the running
 * statistics if given, by the mean over samples of mean and of variance: only for groups of one channel. Null outputs
 * are left out.
 */
public record GroupNormForwardOp(
        GroupGeometry geometry,
        Buffer x,
        @Nullable Buffer weight,
        @Nullable Buffer bias,
        @Nullable Buffer y,
        @Nullable Buffer mean,
        @Nullable Buffer rstd,
        @Nullable RunningMix running) {}
