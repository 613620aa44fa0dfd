package dev.evenkeel.internal.cpu.kernel;

/**
 * Loops over one row with a coefficient for each column, and sums of columns that grow row by row, in double. All
 * loops work on columns 0 to n.
 *
 * @param <A> the array that a row is computed in
 */
public interface ColumnKernel<A> {
    /** total ← total + v. */
    void sum(double[] total, A v, int n);

    /** total ← total + a·b. */
    void sumProducts(double[] total, A a, A b, int n);

    /** first ← first + (v − center). */
    void sumDeviations(double[] first, A v, A center, int n);

    /** first ← first + (v − center), second ← second + (v − center)². */
    void sumSquares(double[] first, double[] second, A v, A center, int n);

    /** v ← (v − center)·scale + offset. */
    void normalize(A v, A center, A scale, A offset, int n);

    /** g ← (g − meanG − xhat·meanGx)·scale. */
    void project(A g, A xhat, A meanG, A meanGx, A scale, int n);
}
