package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.PlaneKernel;
import dev.evenkeel.internal.spi.ChannelGeometry;

/**
 * A row-major (outer, channels, inner) tensor as planes: the {@code inner} elements that one sample has of one channel.
 *
 * @param outer number of samples
 */
record Planes(int outer, int channels, int inner) {
    /**
     * Bytes of channels that are read twice. A core's own cache may hold less: that longer runs of a sample's planes
     * are read one after the other is worth more.
     */
    private static final int CACHED = 1 << 20;

    /** Chunks that channels are cut into, where that leaves them {@link #FEWEST} elements. */
    private static final int CHUNKS = 32;

    private static final int FEWEST = 1 << 13;

    /** Chunks where {@link #CHUNKS} would leave them less than {@link #RUN} elements of a sample. */
    private static final int LONGER_CHUNKS = 16;

    private static final int RUN = 1 << 13;

    static Planes of(ChannelGeometry geometry) {
        return new Planes((int) geometry.outer(), (int) geometry.channels(), (int) geometry.inner());
    }

    /** Something done with planes that lie side by side from {@code at} on, with {@code n} elements of each. */
    interface Part {
        /** Does it; {@code first} is the first plane's number, counted from the first one that was asked for. */
        void run(int first, int planes, int at, int n);
    }

    /** Elements of a channel. */
    int perChannel() {
        return outer * inner;
    }

    /** Chunks of channels for threads to take. */
    Split split() {
        int run = Math.min(even(LONGER_CHUNKS), RUN / Math.max(1, inner));
        int fewest = Math.max(run, FEWEST / Math.max(1, perChannel()));
        return new Split(channels, Math.max(1, Math.min(channels, Math.max(even(CHUNKS), fewest))));
    }

    private int even(int chunks) {
        return (channels + chunks - 1) / chunks;
    }

    /** Channels that a chunk takes from beginning to end before the next ones, {@code bytes} for each element. */
    int step(int bytes) {
        long cached = Math.max(1, CACHED / Math.max(1, (long) bytes * perChannel()));
        int size = split().size();
        long steps = (size + cached - 1) / cached;
        return (int) ((size + steps - 1) / steps);
    }

    /** Where a plane begins. */
    int at(int sample, int channel) {
        return (sample * channels + channel) * inner;
    }

    /** Goes through planes first … end − 1 of a sample, {@link PlaneKernel#FOLDED} elements or fewer at a time. */
    void parts(int sample, int first, int end, Part part) {
        if (inner > PlaneKernel.FOLDED) {
            for (int c = first; c < end; c++) {
                plane(at(sample, c), c - first, part);
            }
            return;
        }
        int most = PlaneKernel.FOLDED / Math.max(1, inner);
        for (int c = first; c < end; c += most) {
            part.run(c - first, Math.min(most, end - c), at(sample, c), inner);
        }
    }

    private void plane(int at, int number, Part part) {
        for (int from = 0; from < inner; from += PlaneKernel.FOLDED) {
            part.run(number, 1, at + from, Math.min(PlaneKernel.FOLDED, inner - from));
        }
    }
}
