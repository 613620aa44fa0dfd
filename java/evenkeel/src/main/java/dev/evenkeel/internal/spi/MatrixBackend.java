package dev.evenkeel.internal.spi;

/** Products and sums of matrices. */
public interface MatrixBackend {
    /** The product of two matrices. */
    void multiply(MatrixProductOp op);

    /** into[c] = Σ x[r][c] over all rows, or += that. */
    void sumRows(MatrixView x, Buffer into, boolean accumulate);

    /** What multiplies, in a few words: a library and its version, or kernels of this project and why. */
    String description();
}
