package dev.evenkeel;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The dimensions of a tensor, outermost first, row-major. Dimensions may be 0; a shape of rank 0 has one element.
 * The number of elements always fits a {@code long}. Immutable and thread-safe.
 */
public final class Shape {
    private final long[] dims;
    private final long count;

    private Shape(long[] dims) {
        this.dims = dims;
        this.count = product(dims);
    }

    /**
     * A shape of these dimensions.
     *
     * @throws IllegalArgumentException if a dimension is negative or the number of elements overflows a {@code long}
     */
    public static Shape of(long... dims) {
        return new Shape(dims.clone());
    }

    /**
     * Reads the form that {@link #toString} does not write but commands do: {@code 4096x1024}.
     *
     * @throws IllegalArgumentException if the text is not whole numbers with an {@code x} between them
     */
    public static Shape parse(String text) {
        try {
            return new Shape(Arrays.stream(text.split("x", -1))
                    .mapToLong(Long::parseLong)
                    .toArray());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "not a shape: '" + text + "'; expected whole numbers with 'x' between them, as in 4096x1024", e);
        }
    }

    /** Number of dimensions. */
    public int rank() {
        return dims.length;
    }

    /** Size of dimension {@code axis}; negative axes count from the last. */
    public long dim(int axis) {
        int index = axis < 0 ? axis + dims.length : axis;
        if (index < 0 || index >= dims.length) {
            throw new IllegalArgumentException("axis " + axis + " is outside shape " + this);
        }
        return dims[index];
    }

    /** Number of elements: the product of all dimensions, 1 for rank 0. */
    public long count() {
        return count;
    }

    /** The first {@code n} dimensions. */
    public Shape leading(int n) {
        return new Shape(Arrays.copyOfRange(dims, 0, checkedRank(n)));
    }

    /** The last {@code n} dimensions. */
    public Shape trailing(int n) {
        return new Shape(Arrays.copyOfRange(dims, dims.length - checkedRank(n), dims.length));
    }

    /** Whether the last dimensions of this shape are exactly {@code other}'s. */
    public boolean endsWith(Shape other) {
        return other.rank() <= rank() && trailing(other.rank()).equals(other);
    }

    /** A fresh copy of the dimensions. */
    public long[] toArray() {
        return dims.clone();
    }

    private int checkedRank(int n) {
        if (n < 0 || n > dims.length) {
            throw new IllegalArgumentException("shape " + this + " has no " + n + " dimensions to take");
        }
        return n;
    }

    private static long product(long[] dims) {
        long product = 1;
        boolean empty = false;
        for (long dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("negative dimension in shape " + text(dims));
            }
            if (dim == 0) {
                empty = true;
                continue;
            }
            try {
                product = Math.multiplyExact(product, dim);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("shape " + text(dims) + " has more than 2^63 - 1 elements", e);
            }
        }
        return empty ? 0 : product;
    }

    private static String text(long[] dims) {
        return LongStream.of(dims).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** The form that PyTorch users know: {@code [32, 512, 768]}. */
    @Override
    public String toString() {
        return text(dims);
    }
}
