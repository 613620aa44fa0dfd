package dev.evenkeel.internal.cpu.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The loops of layer and RMS normalization over blocks of whole rows, in the tensors' own arrays where those have the
 * right type. With x̂ = (v − shift)·scale + offset in each row. Results may be the memory of what they are made from.
 *
 * @param <A> the array that rows are computed in
 */
public interface RowNormKernel<A> {
    /** first = Σ (v − shift) and second = Σ (v − shift)² of each row; with the shift that the block's rows ask for. */
    void sums(RowBlock<A> block, int cols);

    /** y = x̂·weight + bias, from {@code to} on. */
    void normalize(RowBlock<A> block, A y, int to, A weight, A bias, int cols);

    /** {@link #normalize} of a block and {@link #sums} of the next one, at once where that hides waiting for memory. */
    default void normalize(RowBlock<A> block, A y, int to, A weight, A bias, int cols, RowBlock<A> next) {
        normalize(block, y, to, weight, bias, cols);
        sums(next, cols);
    }

    /** Whether rows of so many columns, which are short, are best normalized by {@link #normalizeShort}. */
    default boolean shortRows(int cols) {
        return false;
    }

    /**
     * All of a normalization at once: y, mean and rstd of {@code rows} rows of {@code cols} columns, which begin in x
     * at {@code at} and in y at {@code to}, and whose statistics, null if not wanted, begin at {@code row}. Not centered:
     * the mean is 0.
     */
    default void normalizeShort(
            A x,
            int at,
            A y,
            int to,
            int rows,
            int cols,
            A weight,
            A bias,
            @Nullable A mean,
            @Nullable A rstd,
            int row,
            boolean centered,
            double eps) {
        throw new UnsupportedOperationException();
    }

    /**
     * With g = weight·dy: first = Σ g and second = Σ g·x̂ of each row; dweight gets Σ dy·x̂ and dbias Σ dy over the rows
     * added to it, column by column.
     */
    void gradientSums(RowBlock<A> block, A weight, A dweight, A dbias, int cols);

    /** dx = scale·(g − first − x̂·second), from {@code to} on, where first and second have been made means. */
    void project(RowBlock<A> block, A dx, int to, A weight, int cols);

    /** Sets elements {@code at} … at + n − 1 of totals to the columns of {@code part}, or adds them; clears the part. */
    void flush(A part, double[] totals, int at, int n, boolean add);
}
