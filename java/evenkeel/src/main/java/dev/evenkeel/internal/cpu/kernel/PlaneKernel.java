package dev.evenkeel.internal.cpu.kernel;

/**
 * Loops over planes: runs of elements that share one channel's coefficients. A call works on {@code planes} planes of
 * {@code n} elements that lie side by side from {@code at} on, the first of them with the coefficients at {@code first}.
 * Tensors are read and written at the same places, gradients that were gated elsewhere at {@code gAt}. Outputs may be
 * the memory of inputs.
 *
 * <p>Sums are added to partial sums, which {@link #fold} adds up in double, in an order that depends on shapes alone;
 * between two folds a plane should not have many more than {@link #FOLDED} elements.
 *
 * @param <A> the array that planes are computed in
 */
public interface PlaneKernel<A> {
    /** Elements of a plane after which its partial sums are to be folded. */
    int FOLDED = 4096;

    /** Numbers in which one plane's two sums are kept. */
    int partials();

    /** Variances below this were summed up from squares that have lost digits, or all of themselves. */
    double leastVariance();

    /** Adds Σ (x − center) and Σ (x − center)². */
    void moments(A x, int at, int n, int first, int planes, A center, A partials);

    /** Adds Σ g and Σ g·(x − center). */
    void gradients(A g, int gAt, A x, int at, int n, int first, int planes, A center, A partials);

    /** Adds planes' partial sums to their two totals each, which lie side by side, and clears them. */
    void fold(A partials, int first, int planes, double[] totals);

    /** y ← (x − center)·slope + offset. */
    void normalize(A x, A y, int at, int n, int first, int planes, PlaneCoefficients<A> to);

    /** y ← max(0, (x − center)·slope + offset); NaN stays. */
    void normalizeRelu(A x, A y, int at, int n, int first, int planes, PlaneCoefficients<A> to);

    /** y ← (x − center)·slope + offset + residual, of {@code relu} the positive part; NaN stays. */
    void normalizeAdd(
            A x, A residual, A y, int at, int n, int first, int planes, PlaneCoefficients<A> to, boolean relu);

    /** g[0 …] ← dy, or 0 where relu's argument (x − center)·slope + offset is ≤ 0; dy where that is NaN. */
    void gate(A dy, A x, A g, int at, int n, int first, int planes, PlaneCoefficients<A> to);

    /** As {@link #gate}, with {@code residual} added to the argument. */
    void gateAdd(A dy, A x, A residual, A g, int at, int n, int first, int planes, PlaneCoefficients<A> to);

    /** dx ← (gain·g + (x − center)·slope + offset)·scale. */
    void project(A g, int gAt, A x, A dx, int at, int n, int first, int planes, PlaneCoefficients<A> to);

    /** dx ← gain·g·scale. */
    void scale(A g, int gAt, A dx, int at, int n, int first, int planes, PlaneCoefficients<A> to);
}
