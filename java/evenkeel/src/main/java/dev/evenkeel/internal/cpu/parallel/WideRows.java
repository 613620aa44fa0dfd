package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;

/**
 * A (rows, channels) matrix read as rows of several pixels each, so that loops are long enough where there are few
 * channels. Column j of a wide row belongs to channel j mod channels; the last wide row may be shorter.
 *
 * @param width columns of a wide row, a multiple of {@code channels}
 * @param count elements of the matrix
 */
record WideRows<A>(Rows<A> rows, int channels, int width, int count) {
    private static final long COLUMNS = 1024;

    static <A> WideRows<A> of(Rows<A> rows, ChannelGeometry geometry) {
        long channels = geometry.channels();
        long pixels = Math.max(1, Math.min(COLUMNS / channels, geometry.outer()));
        return new WideRows<>(rows, (int) channels, (int) (pixels * channels), (int) geometry.count());
    }

    /** Number of wide rows. */
    int number() {
        return count / width + (count % width == 0 ? 0 : 1);
    }

    /** Columns that a wide row has. */
    int length(int wideRow) {
        return Math.min(width, count - wideRow * width);
    }

    /** Pixels in wide rows first … end − 1. */
    int pixels(int first, int end) {
        return ((end - 1 - first) * width + length(end - 1)) / channels;
    }

    void load(HeapBuffer from, int wideRow, A row) {
        rows.load(from, wideRow * width, row, 0, length(wideRow));
    }

    void store(A row, HeapBuffer into, int wideRow) {
        rows.store(row, 0, into, wideRow * width, length(wideRow));
    }

    /** A channel's coefficient in every column of that channel. */
    A spread(double[] perChannel) {
        A row = rows.allocate(width);
        for (int j = 0; j < width; j++) {
            rows.set(row, j, perChannel[j % channels]);
        }
        return row;
    }

    /** A row with one element for each channel, over and over. */
    A repeat(A perChannel) {
        A row = rows.allocate(width);
        for (int j = 0; j < width; j += channels) {
            System.arraycopy(perChannel, 0, row, j, channels);
        }
        return row;
    }

    /** Totals of columns, added up to totals of channels. */
    double[] fold(double[] columns) {
        double[] perChannel = new double[channels];
        for (int j = 0; j < width; j++) {
            perChannel[j % channels] += columns[j];
        }
        return perChannel;
    }
}
