package dev.evenkeel.internal.cpu.kernel;

/**
 * Loops over one row, with coefficients that hold for the whole row. Elementwise loops work on elements 0 to n in the
 * row's own type; sums are over elements from … to, in double, in an order that depends on their number alone.
 *
 * @param <A> the array that a row is computed in
 */
public interface RowKernel<A> {
    /** Σ (v − shift). */
    double sum(A v, int from, int to, double shift);

    /** Σ (v − center) and Σ (v − center)². */
    Sums deviations(A v, int from, int to, double center);

    /** Σ g and Σ g·xhat. */
    Sums gradients(A g, A xhat, int from, int to);

    /** v ← (v − center)·scale + offset. */
    void normalize(A v, int n, double center, double scale, double offset);

    /** g ← (g − meanG − xhat·meanGx)·scale. */
    void project(A g, A xhat, int n, double meanG, double meanGx, double scale);

    /** v ← v·weight + bias. */
    void affine(A v, A weight, A bias, int n);

    /** v ← v·factor. */
    void multiply(A v, A factor, int n);

    /** v ← v + summand. */
    void add(A v, A summand, int n);

    /** v ← max(0, v); NaN stays. */
    void relu(A v, int n);

    /** g ← 0 where relu's argument is ≤ 0; g stays where that is NaN. */
    void reluGradient(A g, A argument, int n);
}
