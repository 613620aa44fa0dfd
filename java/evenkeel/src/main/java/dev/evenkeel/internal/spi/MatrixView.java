package dev.evenkeel.internal.spi;

/**
 * A matrix in row-major order somewhere in a buffer: element (r, c) is {@code offset + r·stride + c}.
 *
 * @param stride elements from one row to the next, at least cols
 */
public record MatrixView(Buffer buffer, long offset, long rows, long cols, long stride) {
    /** A matrix that fills its buffer. */
    public static MatrixView of(Buffer buffer, long rows, long cols) {
        return new MatrixView(buffer, 0, rows, cols, cols);
    }

    /** Rows firstRow … endRow − 1 of columns firstCol … endCol − 1. */
    public MatrixView block(long firstRow, long endRow, long firstCol, long endCol) {
        return new MatrixView(
                buffer, offset + firstRow * stride + firstCol, endRow - firstRow, endCol - firstCol, stride);
    }

    /** Where an element is in the buffer, for buffers that are arrays. */
    public int at(int row, int col) {
        return (int) (offset + row * stride + col);
    }
}
