package dev.evenkeel.internal.cuda;

import org.jspecify.annotations.Nullable;

/**
 * The walks for the gradients of one channel norm.
 *
 * @param twice reads the tensors for the sums and again for each element
 * @param resident reads them once, where the device holds them; null where it does not
 */
record GradientWalks(GradientWalk twice, @Nullable GradientWalk resident) {
    static GradientWalks of(ChannelTensor tensor, int groupChannels, DeviceProperties device) {
        return new GradientWalks(
                GradientWalk.of(tensor, groupChannels), GradientWalk.resident(tensor, groupChannels, device));
    }
}
