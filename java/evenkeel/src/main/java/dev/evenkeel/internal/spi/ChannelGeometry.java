package dev.evenkeel.internal.spi;

import dev.evenkeel.DType;

/**
 * Channel norm: a row-major (outer, channels, inner) tensor is normalized by statistics over outer and inner.
 * Channels-last and two-dimensional data have {@code inner == 1}.
 *
 * @param outer size of the axes before the channels
 * @param channels number of channels
 * @param inner size of the axes after the channels
 * @param eps added to the variance
 * @param dtype type of the tensor
 * @param paramDType type of weight, bias and their gradients: {@code dtype} or its statistics type
 * @param relu whether {@code max(0, ·)} follows the normalization
 */
public record ChannelGeometry(
        long outer, long channels, long inner, double eps, DType dtype, DType paramDType, boolean relu) {
    /** Elements that share one channel's statistics. */
    public long perChannel() {
        return outer * inner;
    }

    /** Number of elements. */
    public long count() {
        return outer * channels * inner;
    }
}
