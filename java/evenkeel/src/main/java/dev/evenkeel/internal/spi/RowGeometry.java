package dev.evenkeel.internal.spi;

import dev.evenkeel.DType;

/**
 * Row norm: every row of a row-major matrix is normalized by its own statistics.
 *
 * @param rows number of rows
 * @param cols elements of a row
 * @param eps added to the variance, or to the mean square
 * @param dtype type of x, residual, sum, dsum and dx; y and dy have this type, or one is F32 and the other F16 or BF16
 * @param paramDType type of weight, bias and their gradients: {@code dtype} or its statistics type
 * @param norm what the rows are normalized by
 * @param weightOffset added to each weight where there is one: 0, or 1 for weights stored around zero
 */
public record RowGeometry(
        long rows, long cols, double eps, DType dtype, DType paramDType, RowNorm norm, double weightOffset) {
    /** Number of elements. */
    public long count() {
        return rows * cols;
    }
}
