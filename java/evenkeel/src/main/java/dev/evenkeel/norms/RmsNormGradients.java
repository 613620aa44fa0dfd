package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of RMS normalization; null where not wanted.
 *
 * @param dx by x, shape and type of x
 * @param dweight by weight, shape and type of weight
 */
public record RmsNormGradients(
        @Nullable Tensor dx, @Nullable Tensor dweight) implements AutoCloseable {
    /** Closes all tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(dx, dweight);
    }
}
