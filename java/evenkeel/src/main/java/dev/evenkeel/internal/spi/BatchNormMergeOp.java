package dev.evenkeel.internal.spi;

import dev.evenkeel.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The replicas' parts come together, by Chan, Golub and LeVeque's rule, in the order of the lists: mean + meanRest and
 * rstd = 1/√(var + eps) of each channel over all replicas, then the running statistics if given.
 *
 * @param channels number of channels
 * @param statistics type of all buffers
 * @param eps added to the variance
 * @param counts elements that each replica has of a channel
 * @param means (replicas, channels)
 * @param meanRests (replicas, channels)
 * @param m2s (replicas, channels)
 */
public record BatchNormMergeOp(
        long channels,
        DType statistics,
        double eps,
        List<Long> counts,
        Buffer means,
        Buffer meanRests,
        Buffer m2s,
        Buffer mean,
        Buffer meanRest,
        Buffer rstd,
        @Nullable RunningMix running) {}
