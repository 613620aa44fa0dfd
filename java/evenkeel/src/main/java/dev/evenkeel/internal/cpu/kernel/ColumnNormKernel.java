package dev.evenkeel.internal.cpu.kernel;

/**
 * Loops over the rows of a panel with a coefficient for each column. All panels of a call have the same height and
 * width. An output may be an input's memory.
 *
 * @param <A> the array that is computed in
 */
public interface ColumnNormKernel<A> {
    /**
     * Rows whose sums of squares are formed apart. Of numbers with few digits, such as 1e4 + noise in float, squares
     * have residues that a larger sum rounds down more often than up: 1 and 4, but never 7, modulo 8. Sums of so many
     * squares lose no digit there, and have residues like any number.
     */
    int RUN = 16;

    /** Columns that rows should have at least, where several rows can be taken for one. */
    int columns();

    /** Rows of a panel at most; where it is 1, panels are scratch and begin at its beginning. */
    int rows();

    /** first ← first + Σ (x − center), second ← second + Σ (x − center)², by runs of rows. */
    void moments(Panel<A> x, A center, A first, A second);

    /** first ← first + Σ g, second ← second + Σ g·(x − center); the panel's sums are formed apart. */
    void gradients(Panel<A> g, Panel<A> x, A center, A first, A second);

    /** y ← (x − center)·scale + offset. */
    void normalize(Panel<A> x, A center, A scale, A offset, Panel<A> y);

    /** y ← (x − center)·scale + offset + summand. */
    void normalizeAndAdd(Panel<A> x, A center, A scale, A offset, Panel<A> summand, Panel<A> y);

    /** y ← max(0, y); NaN stays. */
    void relu(Panel<A> y);

    /** g ← dy, but 0 where relu's argument is ≤ 0; dy where that is NaN. */
    void reluGradient(Panel<A> dy, Panel<A> argument, Panel<A> g);

    /** dx ← g·scale + (x − center)·slope + offset. */
    void project(Panel<A> g, Panel<A> x, A center, A scale, A slope, A offset, Panel<A> dx);

    /** total ← total + part, part ← 0, for the first {@code n} columns. */
    void drain(A part, double[] total, int n);
}
