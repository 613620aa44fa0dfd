package dev.evenkeel.internal.spi;

import dev.evenkeel.DType;

/**
 * Row norm: every row of a row-major matrix is normalized by its own statistics.
 *
 * @param rows number of rows
 * @param cols elements of a row
 * @param eps added to the variance
 * @param dtype type of the rows
 * @param paramDType type of weight, bias and their gradients: {@code dtype} or its statistics type
 */
public record RowGeometry(long rows, long cols, double eps, DType dtype, DType paramDType) {
    /** Number of elements. */
    public long count() {
        return rows * cols;
    }
}
