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
}
