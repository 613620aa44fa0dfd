package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.ColumnNormKernel;
import dev.evenkeel.internal.cpu.kernel.Panel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.ChannelGeometry;
import java.util.function.IntToDoubleFunction;

/**
 * A (rows, channels) matrix read as rows of several pixels each, so that there are whole vectors of columns where there
 * are few channels. Column j of a wide row belongs to channel j mod channels; the last wide row may be shorter.
 *
 * @param width columns of a wide row, a multiple of {@code channels}
 * @param tallest rows of a panel at most
 * @param count elements of the matrix
 */
record WideRows(int channels, int width, int tallest, int count) {
    /** Rows are not made wider than this; there it matters little what does not fill a vector. */
    private static final int WIDEST = 2048;

    /** Chunks at most: more would cost more to add up than they win. */
    private static final int MOST_CHUNKS = 64;

    /** Rows that a chunk should have at least: its sums are as much work as two more. */
    private static final int LEAST_ROWS = 128;

    static WideRows of(ColumnNormKernel<?> kernel, ChannelGeometry geometry) {
        int channels = (int) geometry.channels();
        // whole vectors where rows are as wide as can be helped, just many columns where there is one row at a time
        int unit = kernel.rows() == 1 ? channels : Integer.lowestOneBit(channels);
        int step = Math.max(1, kernel.columns() / unit);
        long pixels = (long) step * channels <= WIDEST ? Math.min(step, Math.max(1, geometry.outer())) : 1;
        return new WideRows(channels, (int) (pixels * channels), kernel.rows(), (int) geometry.count());
    }

    /** The wide rows in chunks. */
    Split split() {
        int rows = count / width + (count % width == 0 ? 0 : 1);
        return Split.of(rows, width, Math.min(MOST_CHUNKS, rows / LEAST_ROWS));
    }

    /** How many rows to take at once from row {@code first} on: about {@code elements} elements, alike in width. */
    int height(int first, int end, int elements, int least) {
        int whole = Math.min(end, count / width) - first;
        return whole < 1 ? 1 : Math.min(Math.min(whole, tallest), Math.max(least, elements / width));
    }

    /** Columns that a wide row has. */
    int length(int wideRow) {
        return Math.min(width, count - wideRow * width);
    }

    <A> Panel<A> at(Panel<A> panel, int first, int height) {
        return panel.at(first * width, width, height, length(first));
    }

    <A> Panel<A> load(Panel<A> panel, int first, int height) {
        return panel.load(first * width, width, height, length(first));
    }

    /** A channel's coefficient in every column of that channel. */
    <A> A spread(Rows<A> rows, IntToDoubleFunction ofChannel, Scratch scratch) {
        A row = rows.take(scratch, width);
        for (int c = 0; c < channels; c++) {
            double value = ofChannel.applyAsDouble(c);
            for (int j = c; j < width; j += channels) {
                rows.set(row, j, value);
            }
        }
        return row;
    }

    /** Totals of columns, added up to totals of channels at {@code perChannel[at …]}. */
    void fold(double[] columns, double[] perChannel, int at) {
        System.arraycopy(columns, 0, perChannel, at, channels);
        for (int j = channels; j < width; j += channels) {
            for (int c = 0; c < channels; c++) {
                perChannel[at + c] += columns[j + c];
            }
        }
    }
}
