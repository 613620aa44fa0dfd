package dev.evenkeel.internal.spi;

import dev.evenkeel.DType;

/**
 * A weight as a matrix whose rows are the indices of one axis, wherever that axis lies: element (o, r, i) of a tensor
 * (outer, rows, inner) is in row r and column o·inner + i.
 *
 * @param outer indices before the axis
 * @param rows indices of the axis; 1 where all of the weight is one row
 * @param inner indices after the axis
 * @param dtype type of the weight
 */
public record WeightGeometry(long outer, long rows, long inner, DType dtype) {
    /** Elements of a row. */
    public long columns() {
        return outer * inner;
    }

    /** Elements of the weight. */
    public long count() {
        return rows * columns();
    }
}
