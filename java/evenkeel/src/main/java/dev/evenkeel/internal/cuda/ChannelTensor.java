package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.Layout;

/**
 * What the kernels of channel norms walk: a row-major tensor (samples, outer, channels, inner).
 *
 * @param samples how often the rest follows itself, each with statistics of its own
 * @param outer size of the axes before the channels
 * @param channels those that a reduction tells apart
 * @param inner elements of one channel that lie together
 * @param dtype type of the elements
 */
record ChannelTensor(long samples, long outer, long channels, long inner, DType dtype) {
    /** Bytes that the kernels load and store at once. */
    static final int VECTOR_BYTES = 16;
    /** Bytes that the device's memory is read and written by. */
    static final int SECTOR_BYTES = 32;
    /** Threads of a block, as the kernels are compiled for. */
    static final int BLOCK = 256;

    static ChannelTensor of(ChannelGeometry geometry) {
        return new ChannelTensor(1, geometry.outer(), geometry.channels(), geometry.inner(), geometry.dtype());
    }

    /** Group norm's elements, by channel. */
    static ChannelTensor elements(GroupGeometry geometry) {
        return geometry.layout() == Layout.CHANNELS_FIRST
                ? new ChannelTensor(geometry.samples(), 1, geometry.channels(), geometry.inner(), geometry.dtype())
                : new ChannelTensor(geometry.samples(), geometry.inner(), geometry.channels(), 1, geometry.dtype());
    }

    /** Group norm's elements, by group: those of a group lie together wherever its channels do. */
    static ChannelTensor groups(GroupGeometry geometry) {
        ChannelTensor all = elements(geometry);
        if (geometry.groups() == 1) {
            return new ChannelTensor(all.samples, 1, 1, geometry.perGroup(), all.dtype);
        }
        long together = geometry.groupChannels() * all.inner;
        return new ChannelTensor(all.samples, all.outer, geometry.groups(), together, all.dtype);
    }

    /** Elements from a row, all channels once, to the next. */
    long row() {
        return channels * inner;
    }

    /** Elements of a channel of a sample. */
    long perChannel() {
        return outer * inner;
    }

    /** Elements that are loaded at once. */
    int lanes() {
        return VECTOR_BYTES / dtype.bytes();
    }

    /** The smallest power of two of rows that is a multiple of {@code bytes}. */
    int fold(int bytes) {
        long row = row() * dtype.bytes();
        int fold = 1;
        while (fold * row % bytes != 0) {
            fold *= 2;
        }
        return fold;
    }
}
