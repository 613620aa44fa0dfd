package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;

/**
 * Gradients of spectral norm.
 *
 * @param dweight by the weight, its shape and type
 */
public record SpectralNormGradients(Tensor dweight) implements AutoCloseable {
    /** Closes all tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(dweight);
    }
}
