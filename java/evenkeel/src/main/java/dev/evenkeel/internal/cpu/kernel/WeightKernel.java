package dev.evenkeel.internal.cpu.kernel;

/**
 * The loops of weight and spectral norm over runs of {@code n} neighbouring elements. All arithmetic is in double,
 * where a product of two floats is exact; vectors are doubles whatever the runs are.
 *
 * @param <A> the array that runs lie in
 */
public interface WeightKernel<A> {
    /** Σ x·y. */
    double dot(A x, int at, A y, int yAt, int n);

    /** Σ x·y. */
    double dotVector(A x, int at, double[] y, int yAt, int n);

    /** totals ← totals + x·y, element by element. */
    void addProducts(A x, int at, A y, int yAt, double[] totals, int to, int n);

    /** totals ← totals + x·factor. */
    void addScaled(A x, int at, double factor, double[] totals, int to, int n);

    /** out ← x·alpha, or that added to out. */
    void scale(A x, int at, double alpha, A out, int to, int n, boolean add);

    /** out ← x·alpha + y·beta, or that added to out. */
    void combine(A x, int at, double alpha, A y, int yAt, double beta, A out, int to, int n, boolean add);

    /** out ← x·alpha + y·beta, or that added to out. */
    void combineVector(A x, int at, double alpha, double[] y, int yAt, double beta, A out, int to, int n, boolean add);

    /** As {@link #combine}, where every element has an alpha and a beta of its own, from {@code c} on. */
    void combineEach(
            A x, int at, double[] alpha, A y, int yAt, double[] beta, int c, A out, int to, int n, boolean add);
}
