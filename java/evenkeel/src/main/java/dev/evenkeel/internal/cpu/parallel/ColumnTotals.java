package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Totals of columns, one array for each chunk of rows, added up in the order of the chunks. */
final class ColumnTotals {
    private final double[][] chunks;

    ColumnTotals(int chunks) {
        this.chunks = new double[chunks][];
    }

    /** Takes over what a chunk came to. Threads allocate what they add to, lest two write to one cache line. */
    void put(int chunk, double[] totals) {
        chunks[chunk] = totals;
    }

    double[] combined() {
        double[] total = chunks[0].clone();
        for (int c = 1; c < chunks.length; c++) {
            for (int j = 0; j < total.length; j++) {
                total[j] += chunks[c][j];
            }
        }
        return total;
    }

    /** Overwrites a gradient, or adds to it. */
    static void give(double[] totals, @Nullable Buffer gradient, boolean accumulate) {
        if (gradient instanceof HeapBuffer values) {
            for (int j = 0; j < totals.length; j++) {
                values.set(j, accumulate ? values.get(j) + totals[j] : totals[j]);
            }
        }
    }
}
