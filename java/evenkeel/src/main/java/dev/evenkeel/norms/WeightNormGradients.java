package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of weight norm; null where not wanted.
 *
 * @param dv by v, shape and type of v
 * @param dg by g, shape and type of g
 */
public record WeightNormGradients(
        @Nullable Tensor dv, @Nullable Tensor dg) implements AutoCloseable {
    /** Closes all tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(dv, dg);
    }
}
