package dev.evenkeel.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.Layout;

/** {@link ChannelDims} as the operations see them. */
final class Geometries {
    private Geometries() {}

    static ChannelGeometry channels(ChannelDims dims, double eps, DType dtype, DType paramType, boolean relu) {
        long outer = dims.channelsLast() ? dims.samples() * dims.inner() : dims.samples();
        long inner = dims.channelsLast() ? 1 : dims.inner();
        return new ChannelGeometry(outer, dims.channels(), inner, eps, dtype, paramType, relu);
    }

    static GroupGeometry groups(ChannelDims dims, int groups, double eps, DType dtype, DType paramType) {
        Layout layout = dims.channelsLast() ? Layout.CHANNELS_LAST : Layout.CHANNELS_FIRST;
        return new GroupGeometry(
                dims.samples(), groups, dims.channels() / groups, dims.inner(), layout, eps, dtype, paramType);
    }

    static void checkGroups(ChannelDims dims, int groups) {
        if (groups < 1 || dims.channels() % groups != 0) {
            throw new IllegalArgumentException(
                    "groups must divide the channels: " + groups + " does not divide " + dims.channels());
        }
    }
}
