package dev.evenkeel.internal.spi;

import dev.evenkeel.DType;

/**
 * Group norm: each sample's channels are cut into groups of neighbours, each normalized by its own statistics over its
 * channels and inner. Weight and bias are per channel. Instance norm has {@code groupChannels == 1}.
 *
 * @param samples number of samples
 * @param groups groups of a sample
 * @param groupChannels channels of a group
 * @param inner elements of one channel of a sample
 * @param layout where the channels lie
 * @param eps added to the variance
 * @param dtype type of the tensor
 * @param paramDType type of weight, bias and their gradients: {@code dtype} or its statistics type
 */
public record GroupGeometry(
        long samples,
        long groups,
        long groupChannels,
        long inner,
        Layout layout,
        double eps,
        DType dtype,
        DType paramDType) {
    /** Channels of a sample. */
    public long channels() {
        return groups * groupChannels;
    }

    /** Elements that share statistics. */
    public long perGroup() {
        return groupChannels * inner;
    }

    /** Number of elements. */
    public long count() {
        return samples * channels() * inner;
    }
}
