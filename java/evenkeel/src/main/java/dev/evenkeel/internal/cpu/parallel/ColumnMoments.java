package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Panel;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.Arrays;

/**
 * Mean and variance of each channel of a (rows, channels) matrix, in one pass over it: sums of the differences from a
 * value near the mean, and of their squares. Where that value turns out not to be near, or the sums are none, those
 * channels are gone through once more, in double.
 */
final class ColumnMoments<A> {
    /** Elements of a block, which stays in the fastest cache while its columns are gone down. */
    private static final int ELEMENTS = 4096;

    private static final int LEAST_ROWS = 8;

    /** Values whose mean is near that of the channel. */
    private static final int SAMPLES = 8;

    /** The golden ratio: samples that do not all fall on the same place of an image. */
    private static final double SCATTER = 0.618034;

    private final Arithmetic<A> arithmetic;
    private final ChannelGeometry geometry;
    private final HeapBuffer x;
    private final WideRows wide;
    private final double[] shift;
    private final ColumnSums<A> sums;
    private final double[] center;
    private final double[] rest;
    private final double[] variance;

    /** @param scratch keeps the results */
    ColumnMoments(Arithmetic<A> arithmetic, ChannelGeometry geometry, HeapBuffer x, Scratch scratch) {
        this.arithmetic = arithmetic;
        this.geometry = geometry;
        this.x = x;
        this.wide = WideRows.of(arithmetic.columnNorm(), geometry);
        this.shift = scratch.doubles(wide.channels());
        this.sums = new ColumnSums<>(arithmetic, wide, ELEMENTS, LEAST_ROWS, scratch);
        this.center = scratch.doubles(wide.channels());
        this.rest = scratch.doubles(wide.channels());
        this.variance = scratch.doubles(wide.channels());
    }

    /** Finds them out. */
    ColumnMoments<A> run(Execution execution) {
        try (Scratch scratch = Scratch.open()) {
            sample(arithmetic.rows().take(scratch, wide.channels()));
            A near = wide.spread(arithmetic.rows(), c -> shift[c], scratch);
            sums.run(execution, own -> {
                int most = Math.max(ELEMENTS, LEAST_ROWS * wide.width());
                Panel<A> panel = Panel.of(arithmetic, x, most, own);
                return (row, height, first, second) ->
                        arithmetic.columnNorm().moments(wide.load(panel, row, height), near, first, second);
            });
        }
        int[] doubtful = new int[wide.channels()];
        int count = 0;
        for (int c = 0; c < wide.channels(); c++) {
            if (trusted(c)) {
                put(c, Moments.of(shift[c], sums.first(c), sums.second(c), geometry.outer()));
            } else {
                doubtful[count++] = c;
            }
        }
        execution.run(Split.of(count, geometry.outer()), geometry.outer(), (chunk, from, to) -> {
            for (int i = from; i < to; i++) {
                put(doubtful[i], inDouble(doubtful[i]));
            }
        });
        return this;
    }

    /** Those of one channel. */
    Moments at(int channel) {
        return new Moments(center[channel], rest[channel], variance[channel]);
    }

    /** Row by row, as they lie in memory. */
    private void sample(A row) {
        Arrays.fill(shift, 0, wide.channels(), 0);
        for (int i = 0; i < SAMPLES; i++) {
            double where = (i + i * SCATTER % 1) / SAMPLES;
            int at = (int) (where * geometry.outer()) * wide.channels();
            arithmetic.rows().load(x, at, row, 0, wide.channels());
            arithmetic.columnNorm().drain(row, shift, wide.channels());
        }
        for (int c = 0; c < wide.channels(); c++) {
            shift[c] = arithmetic.rows().round(shift[c] / SAMPLES);
        }
    }

    private boolean trusted(int channel) {
        return ShiftedSums.trusted(
                arithmetic.rows(), sums.first(channel), sums.second(channel), geometry.outer(), geometry.eps());
    }

    private Moments inDouble(int channel) {
        double begin = x.get(channel);
        double sum = 0;
        for (int i = channel; i < wide.count() && i >= 0; i += wide.channels()) {
            sum += x.get(i) - begin;
        }
        double near = arithmetic.rows().round(begin + sum / geometry.outer());
        double first = 0;
        double second = 0;
        for (int i = channel; i < wide.count() && i >= 0; i += wide.channels()) {
            double d = x.get(i) - near;
            first += d;
            second += d * d;
        }
        return Moments.of(near, first, second, geometry.outer());
    }

    /** With the center moved next to the mean. */
    private void put(int channel, Moments moments) {
        center[channel] = arithmetic.rows().round(moments.mean());
        rest[channel] = (moments.center() - center[channel]) + moments.rest();
        variance[channel] = moments.variance();
    }
}
