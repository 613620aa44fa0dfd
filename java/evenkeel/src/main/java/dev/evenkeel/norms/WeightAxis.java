package dev.evenkeel.norms;

import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.WeightGeometry;
import dev.evenkeel.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The dimension of a weight whose indices are the rows of a matrix.
 *
 * @param geometry the matrix
 * @param kept shape of the weight with 1 in all other dimensions
 */
record WeightAxis(WeightGeometry geometry, Shape kept) {

    /** Dimension {@code dim} of this weight; null for no dimension, where all of the weight is one row. */
    static WeightAxis of(Checks checks, @Nullable Integer dim) {
        Tensor weight = checks.x();
        Shape shape = weight.shape();
        int rank = shape.rank();
        checks.require(rank > 0, "a weight of rank 0 has no dimensions");
        long[] kept = new long[rank];
        Arrays.fill(kept, 1);
        if (dim == null) {
            return new WeightAxis(new WeightGeometry(1, 1, shape.count(), weight.dtype()), Shape.of(kept));
        }
        checks.require(-rank <= dim && dim < rank, () -> "dim " + dim + " is outside shape " + shape);
        int axis = dim < 0 ? dim + rank : dim;
        kept[axis] = shape.dim(axis);
        return new WeightAxis(
                new WeightGeometry(
                        shape.leading(axis).count(),
                        shape.dim(axis),
                        shape.trailing(rank - axis - 1).count(),
                        weight.dtype()),
                Shape.of(kept));
    }

    /** Whether a tensor of this shape has one element for each row: flat, or spread over the weight's dimensions. */
    boolean fits(Shape shape) {
        return shape.equals(kept) || shape.rank() < 2 && shape.count() == geometry.rows();
    }
}
