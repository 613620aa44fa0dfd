package dev.evenkeel.nn;

import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.MatrixView;
import dev.evenkeel.tensor.Tensor;

/** Tensors as matrices. */
final class Matrices {
    private Matrices() {}

    /** All but the last dimension are rows. */
    static MatrixView rows(Tensor tensor) {
        long cols = tensor.shape().dim(-1);
        return MatrixView.of(
                tensor.buffer(),
                tensor.shape().leading(tensor.shape().rank() - 1).count(),
                cols);
    }

    /** Time step {@code t} of a tensor (N, T, C): N rows, T·C elements from one to the next. */
    static MatrixView step(Tensor tensor, long t) {
        Shape shape = tensor.shape();
        long cols = shape.dim(2);
        return new MatrixView(tensor.buffer(), t * cols, shape.dim(0), cols, shape.dim(1) * cols);
    }
}
