package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.MatrixProductOp;

/** A library's products of matrices, enqueued where its driver's launches are. */
public interface MatrixLibrary {
    /** Whether it takes matrices of such sizes. */
    boolean takes(MatrixProductOp op);

    /** c = a·b, or c += a·b if {@code added}; the product's bias and accumulate are not looked at. No size is 0. */
    void multiply(MatrixProductOp op, boolean added);

    /** The library and its version. */
    String description();
}
