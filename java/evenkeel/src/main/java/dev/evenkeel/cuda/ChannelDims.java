package dev.evenkeel.cuda;

/**
 * The dimensions of a tensor with channels: row-major (samples, channels, inner), or (samples, inner, channels) when
 * channels come last.
 *
 * @param samples size of the batch
 * @param channels number of channels
 * @param inner product of all other dimensions: H·W of images, 1 of plain features
 * @param channelsLast whether the channels are the fastest dimension
 */
public record ChannelDims(long samples, long channels, long inner, boolean channelsLast) {
    /** Checks the sizes. */
    public ChannelDims {
        if (samples < 1 || channels < 1 || inner < 1) {
            throw new IllegalArgumentException(
                    "samples, channels and inner must be positive, not " + samples + ", " + channels + ", " + inner);
        }
        Math.multiplyExact(Math.multiplyExact(samples, channels), inner);
    }

    /** (samples, channels, inner): NCHW with {@code inner} = H·W. */
    public static ChannelDims channelsFirst(long samples, long channels, long inner) {
        return new ChannelDims(samples, channels, inner, false);
    }

    /** (samples, inner, channels): NHWC with {@code inner} = H·W. */
    public static ChannelDims channelsLast(long samples, long inner, long channels) {
        return new ChannelDims(samples, channels, inner, true);
    }

    /** Number of elements. */
    public long count() {
        return samples * channels * inner;
    }
}
