package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Totals of columns, one line for each chunk of rows, which are added up in the order of the chunks.
 *
 * @param lines one after the other
 * @param chunks number of lines
 * @param cols length of a line
 */
record RowTotals(double[] lines, int chunks, int cols) {
    /** Totals of any value. */
    static RowTotals of(int chunks, int cols, Scratch scratch) {
        return new RowTotals(scratch.doubles(chunks * cols), chunks, cols);
    }

    /** Columns first … end − 1 of a gradient become the sums over all chunks, or get them added. */
    void give(int first, int end, @Nullable Buffer gradient, boolean accumulate) {
        if (!(gradient instanceof HeapBuffer values)) {
            return;
        }
        for (int c = 1; c < chunks; c++) {
            for (int j = first; j < end; j++) {
                lines[j] += lines[c * cols + j];
            }
        }
        for (int j = first; j < end; j++) {
            values.set(j, accumulate ? values.get(j) + lines[j] : lines[j]);
        }
    }
}
