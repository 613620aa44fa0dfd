package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.RowKernel;
import dev.evenkeel.internal.cpu.kernel.Sums;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Mean and variance of one channel of an (outer, channels, inner) tensor, in two passes over its blocks. */
final class ChannelMoments {
    private ChannelMoments() {}

    /** {@code block} is memory to work in. */
    static <A> Moments of(Arithmetic<A> arithmetic, ChannelBlocks<A> blocks, HeapBuffer x, int channel, A block) {
        RowKernel<A> kernel = arithmetic.row();
        int n = blocks.perChannel();
        double first = x.get(channel * blocks.inner());
        double sum = 0;
        for (int at = 0; at < n; at += Blocks.LENGTH) {
            blocks.load(x, channel, at, block);
            sum += kernel.sum(block, 0, blocks.length(at), first);
        }
        double center = arithmetic.rows().round(first + sum / n);
        Sums sums = Sums.NONE;
        for (int at = 0; at < n; at += Blocks.LENGTH) {
            blocks.load(x, channel, at, block);
            sums = sums.plus(kernel.deviations(block, 0, blocks.length(at), center));
        }
        return Moments.of(center, sums.first(), sums.second(), n);
    }
}
