package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.GroupGeometry;

/**
 * A (samples, channels, inner) tensor as runs of memory: those of the groups of all samples, and those of the channels
 * of all samples.
 *
 * @param channels channels of a sample
 * @param groupChannels channels of a group
 */
record GroupPlanes(int channels, int groupChannels, Planes groups, Planes ofChannels) {

    static GroupPlanes of(GroupGeometry geometry) {
        int groups = (int) (geometry.samples() * geometry.groups());
        int groupChannels = (int) geometry.groupChannels();
        return new GroupPlanes(
                (int) geometry.channels(),
                groupChannels,
                new Planes(1, groups, (int) geometry.perGroup()),
                new Planes(1, groups * groupChannels, (int) geometry.inner()));
    }

    /** Number of a group's first channel among the channels of all samples. */
    int firstChannel(int group) {
        return group * groupChannels;
    }

    /** Which channel of its sample it is that has this number among the channels of all samples. */
    int channel(int sampleChannel) {
        return sampleChannel % channels;
    }
}
