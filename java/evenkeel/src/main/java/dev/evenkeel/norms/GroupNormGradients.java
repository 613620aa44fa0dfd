package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of group normalization; null where not wanted.
 *
 * @param dx by x, shape and type of x
 * @param dweight by weight, (C), type of weight
 * @param dbias by bias, (C), type of bias
 */
public record GroupNormGradients(
        @Nullable Tensor dx,
        @Nullable Tensor dweight,
        @Nullable Tensor dbias) implements AutoCloseable {
    /** Closes all tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(dx, dweight, dbias);
    }
}
