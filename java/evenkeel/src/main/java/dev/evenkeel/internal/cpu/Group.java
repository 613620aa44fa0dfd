package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.Layout;

/** The elements of one group of one sample, numbered from 0 in memory order. */
record Group(Layout layout, int channels, int groupChannels, int inner, int sample, int first) {

    /** Group number {@code group} of all samples' groups. */
    static Group of(GroupGeometry geometry, int group) {
        int groups = (int) geometry.groups();
        int groupChannels = (int) geometry.groupChannels();
        return new Group(
                geometry.layout(),
                (int) geometry.channels(),
                groupChannels,
                (int) geometry.inner(),
                group / groups,
                group % groups * groupChannels);
    }

    /** Number of elements. */
    int size() {
        return groupChannels * inner;
    }

    /** The channel that element {@code k} belongs to. */
    int channel(int k) {
        return first + (layout == Layout.CHANNELS_FIRST ? k / inner : k % groupChannels);
    }

    /** Where element {@code k} of this group is in the whole tensor. */
    int at(int k) {
        return layout == Layout.CHANNELS_FIRST
                ? (sample * channels + first) * inner + k
                : (sample * inner + k / groupChannels) * channels + channel(k);
    }
}
