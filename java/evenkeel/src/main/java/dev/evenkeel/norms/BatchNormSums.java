package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;

/**
 * Sums over one replica's part of a batch, or over all of it, with x̂ = (x − mean)·rstd, and g = dy where the
 * activation passes, else 0. Both are (C), {@code F32}, or {@code F64} for {@code F64} input.
 *
 * @param sumDy Σ g of each channel: the gradient by bias
 * @param sumDyXhat Σ g·x̂ of each channel: the gradient by weight
 */
public record BatchNormSums(Tensor sumDy, Tensor sumDyXhat) implements AutoCloseable {
    /** Closes all tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(sumDy, sumDyXhat);
    }
}
