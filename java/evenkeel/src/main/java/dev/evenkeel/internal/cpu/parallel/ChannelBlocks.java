package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;

/**
 * The elements of one channel of an (outer, channels, inner) tensor, numbered from 0 in memory order, and moved between
 * memory and rows a block at a time.
 */
record ChannelBlocks<A>(Rows<A> rows, int channels, int inner, int perChannel) {

    static <A> ChannelBlocks<A> of(Rows<A> rows, ChannelGeometry geometry) {
        return new ChannelBlocks<>(
                rows, (int) geometry.channels(), (int) geometry.inner(), (int) geometry.perChannel());
    }

    /** Elements of the block that begins at {@code first}. */
    int length(int first) {
        return Math.min(Blocks.LENGTH, perChannel - first);
    }

    void load(HeapBuffer from, int channel, int first, A block) {
        int n = length(first);
        for (int done = 0; done < n; done += run(first + done, n - done)) {
            rows.load(from, at(channel, first + done), block, done, run(first + done, n - done));
        }
    }

    void store(A block, HeapBuffer into, int channel, int first) {
        int n = length(first);
        for (int done = 0; done < n; done += run(first + done, n - done)) {
            rows.store(block, done, into, at(channel, first + done), run(first + done, n - done));
        }
    }

    /** How many elements from this one on lie side by side, {@code most} at most. */
    private int run(int element, int most) {
        return Math.min(inner - element % inner, most);
    }

    private int at(int channel, int element) {
        return (element / inner * channels + channel) * inner + element % inner;
    }
}
