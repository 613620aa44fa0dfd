package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import java.util.Arrays;
import java.util.function.Function;

/** Two sums for each channel of a (rows, channels) matrix, by chunks of rows that are added up in their order. */
final class ColumnSums<A> {
    private final Arithmetic<A> arithmetic;
    private final WideRows wide;
    private final int elements;
    private final int least;
    private final double[] chunks;
    private final double[] first;
    private final double[] second;

    /**
     * Takes blocks of about {@code elements} elements and {@code least} rows or more.
     *
     * @param scratch keeps the sums
     */
    ColumnSums(Arithmetic<A> arithmetic, WideRows wide, int elements, int least, Scratch scratch) {
        this.arithmetic = arithmetic;
        this.wide = wide;
        this.elements = elements;
        this.least = least;
        this.chunks = scratch.doubles(2 * wide.channels() * wide.split().chunks());
        this.first = scratch.doubles(wide.channels());
        this.second = scratch.doubles(wide.channels());
    }

    /** The loop that knows what is added up. */
    interface Block<A> {
        /** Adds the sums of some rows, column by column. */
        void add(int row, int height, A first, A second);
    }

    /** Runs the blocks that each task makes from its own scratch. */
    void run(Execution execution, Function<Scratch, Block<A>> ofTask) {
        Split split = wide.split();
        execution.run(split, wide.width(), (chunk, from, to) -> {
            try (Scratch scratch = Scratch.open()) {
                chunk(chunk, from, to, ofTask.apply(scratch), new PanelSums<>(arithmetic, wide.width(), scratch));
            }
        });
        long each = 2L * split.chunks();
        execution.run(Split.of(wide.channels(), each), each, (part, from, to) -> total(split.chunks(), from, to));
    }

    /** The sums of channels from … to − 1, of all chunks in their order. */
    private void total(int count, int from, int to) {
        Arrays.fill(first, from, to, 0);
        Arrays.fill(second, from, to, 0);
        for (int chunk = 0; chunk < count; chunk++) {
            add(chunks, at(chunk), first, from, to);
            add(chunks, at(chunk) + wide.channels(), second, from, to);
        }
    }

    private void chunk(int chunk, int from, int to, Block<A> block, PanelSums<A> sums) {
        for (int row = from; row < to; ) {
            int begin = row;
            int height = wide.height(begin, to, elements, least);
            sums.add((ofFirst, ofSecond) -> block.add(begin, height, ofFirst, ofSecond));
            row += height;
        }
        wide.fold(sums.first(), chunks, at(chunk));
        wide.fold(sums.second(), chunks, at(chunk) + wide.channels());
    }

    private int at(int chunk) {
        return 2 * wide.channels() * chunk;
    }

    private static void add(double[] from, int at, double[] total, int first, int end) {
        for (int c = first; c < end; c++) {
            total[c] += from[at + c];
        }
    }

    double first(int channel) {
        return first[channel];
    }

    double second(int channel) {
        return second[channel];
    }
}
