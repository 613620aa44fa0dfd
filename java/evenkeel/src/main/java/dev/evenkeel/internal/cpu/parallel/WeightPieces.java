package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.WeightGeometry;
import java.util.Arrays;

/**
 * How a weight is cut into pieces of neighbouring elements: parts of one row's run where runs are long, several rows'
 * runs where they are short. By shape alone.
 */
final class WeightPieces {
    /** Elements of a piece at most. */
    static final int LENGTH = Blocks.LENGTH;

    /** Runs of fewer elements are taken several at once, where a row has more than one of them. */
    private static final int SHORT = 32;

    private static final int MOST_CHUNKS = 32;
    private static final int MOST_TOTALS = 1 << 22;

    private final int outer;
    private final int rows;
    private final int inner;
    private final boolean shortRuns;
    private final int ofRun;
    private final Split split;

    WeightPieces(WeightGeometry geometry) {
        this.outer = (int) geometry.outer();
        this.rows = (int) geometry.rows();
        this.inner = (int) geometry.inner();
        this.shortRuns = outer > 1 && inner < SHORT;
        this.ofRun = (inner + LENGTH - 1) / LENGTH;
        this.split = shortRuns
                ? Split.of(outer, (long) rows * inner, Math.min(MOST_CHUNKS, Math.max(1, MOST_TOTALS / rows)))
                : Split.of((long) outer * rows * ofRun, Math.min(inner, LENGTH));
    }

    /** Something done with {@code runs} runs of {@code n} elements from {@code at} on, of one column and the next rows. */
    interface Piece {
        /** Does it. Sums of these rows are to be added to totals from {@code into} on. */
        void run(int at, int row, int runs, int column, int n, int into);
    }

    /** What {@link #run} is given a part of at a time. */
    Split split() {
        return split;
    }

    /** Elements of an item of {@link #split}. */
    long elementsEach() {
        return shortRuns ? (long) rows * inner : Math.min(inner, LENGTH);
    }

    /** Numbers that it takes to add up rows. */
    int totals() {
        return shortRuns ? split.chunks() * rows : split.items();
    }

    /** Does it with every piece of a chunk. */
    void run(int chunk, int first, int end, Piece piece) {
        if (shortRuns) {
            for (int o = first; o < end; o++) {
                several(o, chunk * rows, piece);
            }
            return;
        }
        for (int item = first; item < end; item++) {
            int run = item / ofRun;
            int from = item % ofRun * LENGTH;
            int n = Math.min(LENGTH, inner - from);
            piece.run(run * inner + from, run % rows, 1, run / rows * inner + from, n, item);
        }
    }

    private void several(int o, int into, Piece piece) {
        int together = LENGTH / inner;
        for (int row = 0; row < rows; row += together) {
            int runs = Math.min(together, rows - row);
            piece.run((o * rows + row) * inner, row, runs, o * inner, inner, into + row);
        }
    }

    /** Whether each row is one run, of which a core's cache holds all pieces. */
    boolean oneRunEach() {
        return outer == 1 && inner <= 1 << 16;
    }

    /** Items of {@link #split} of each row, where {@link #oneRunEach}. */
    int piecesOfRow() {
        return ofRun;
    }

    /** sums[row] ← all that was added to a row's totals, in an order that depends on the shape alone. */
    void fold(double[] totals, double[] sums, int firstRow, int endRow) {
        Arrays.fill(sums, firstRow, endRow, 0);
        if (shortRuns) {
            for (int chunk = 0; chunk < split.chunks(); chunk++) {
                for (int row = firstRow; row < endRow; row++) {
                    sums[row] += totals[chunk * rows + row];
                }
            }
            return;
        }
        for (int o = 0; o < outer; o++) {
            for (int row = firstRow; row < endRow; row++) {
                int first = (o * rows + row) * ofRun;
                for (int item = first; item < first + ofRun; item++) {
                    sums[row] += totals[item];
                }
            }
        }
    }

    /** What {@link #columns} is given a part of at a time: columns, or all those of some outer indices. */
    Split columnSplit() {
        return outer == 1 ? Split.of(inner, rows) : Split.of(outer, (long) rows * inner);
    }

    /** Elements of an item of {@link #columnSplit}. */
    long columnElements() {
        return outer == 1 ? rows : (long) rows * inner;
    }

    /** Does it with every piece of some columns, the first row first; sums of columns belong at {@code column}. */
    void columns(int first, int end, Piece piece) {
        if (shortRuns) {
            for (int o = first; o < end; o++) {
                several(o, 0, piece);
            }
            return;
        }
        for (int o = outer == 1 ? 0 : first; o < (outer == 1 ? 1 : end); o++) {
            int last = outer == 1 ? end : inner;
            for (int from = outer == 1 ? first : 0; from < last; from += LENGTH) {
                int n = Math.min(LENGTH, last - from);
                for (int row = 0; row < rows; row++) {
                    piece.run((o * rows + row) * inner + from, row, 1, o * inner + from, n, 0);
                }
            }
        }
    }
}
