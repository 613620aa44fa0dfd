package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.spi.GroupGeometry;

/**
 * A (samples, channels, inner) tensor as runs of memory: those of the groups of all samples, and those of the channels
 * of all samples.
 *
 * @param channels channels of a sample
 * @param groupChannels channels of a group
 */
record GroupBlocks<A>(int channels, int groupChannels, ChannelBlocks<A> ofGroups, ChannelBlocks<A> ofChannels) {

    static <A> GroupBlocks<A> of(Rows<A> rows, GroupGeometry geometry) {
        int groups = (int) (geometry.samples() * geometry.groups());
        int groupChannels = (int) geometry.groupChannels();
        int inner = (int) geometry.inner();
        int perGroup = (int) geometry.perGroup();
        return new GroupBlocks<>(
                (int) geometry.channels(),
                groupChannels,
                new ChannelBlocks<>(rows, groups, perGroup, perGroup),
                new ChannelBlocks<>(rows, groups * groupChannels, inner, inner));
    }

    /** Number of a group's first channel among the channels of all samples. */
    int firstChannel(int group) {
        return group * groupChannels;
    }
}
