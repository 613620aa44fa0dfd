package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.ChannelGeometry;

/** How the kernels of channel norms are launched. Pure functions of the geometry. */
record ChannelNormLaunch(ChannelGeometry geometry) {
    private static final int WARP = 32;
    private static final int THREADS = 256;
    /** Elements that each thread of a reduction takes at least, where there are so many. */
    private static final int PER_THREAD = 8;
    /** Elements whose loads a thread of an elementwise kernel has in flight. */
    private static final int IN_FLIGHT = 4;

    /** Whether the channels are the last axis, neighbours in memory; the kernels for that differ. */
    boolean channelsLast() {
        return geometry.inner() == 1;
    }

    /** Chunks of each channel's elements that are reduced apart; at least 1 and at most their number. */
    int chunks() {
        if (channelsLast()) {
            return tiles().chunks();
        }
        long busy = Math.min(
                ColumnTiles.TARGET_BLOCKS / geometry.channels(),
                LaunchConfig.ceilDiv(geometry.perChannel(), THREADS * PER_THREAD));
        return LaunchConfig.capped(busy, ColumnTiles.MAX_CHUNKS);
    }

    /** A reduction over the elements of each channel and chunk. */
    LaunchConfig reduce() {
        if (channelsLast()) {
            return tiles().reduce();
        }
        int gridX = LaunchConfig.capped(geometry.channels(), LaunchConfig.MAX_GRID_X);
        return new LaunchConfig(gridX, chunks(), THREADS, 1);
    }

    /** One thread for each channel. */
    LaunchConfig perChannel() {
        return LaunchConfig.perItem(geometry.channels());
    }

    /** A visit of each element on its own. */
    LaunchConfig each() {
        if (channelsLast()) {
            return tiles().each();
        }
        int threads = WARP * LaunchConfig.capped(LaunchConfig.ceilDiv(geometry.inner(), WARP), THREADS / WARP);
        int gridX = LaunchConfig.capped(
                LaunchConfig.ceilDiv(geometry.inner(), (long) threads * IN_FLIGHT), LaunchConfig.MAX_GRID_X);
        int gridY = LaunchConfig.capped(geometry.outer() * geometry.channels(), LaunchConfig.MAX_GRID_Y);
        return new LaunchConfig(gridX, gridY, threads, 1);
    }

    private ColumnTiles tiles() {
        return new ColumnTiles(geometry.outer(), geometry.channels());
    }
}
