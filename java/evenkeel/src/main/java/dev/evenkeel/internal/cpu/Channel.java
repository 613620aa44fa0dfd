package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.ChannelGeometry;

/** The elements of one channel of a row-major (outer, channels, inner) tensor, numbered from 0 in memory order. */
record Channel(int channels, int inner, int size, int channel) {

    static Channel of(ChannelGeometry geometry, int channel) {
        return new Channel((int) geometry.channels(), (int) geometry.inner(), (int) geometry.perChannel(), channel);
    }

    /** Where element {@code k} of this channel is in the whole tensor. */
    int at(int k) {
        return (k / inner * channels + channel) * inner + k % inner;
    }
}
