package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * What spectral norm gives. sigma, u and v are {@code F32}, or {@code F64} for an {@code F64} weight.
 *
 * @param w the weight divided by sigma, its shape and type
 * @param sigma the estimate of the largest singular value, (1)
 * @param u the left vector after the iterations, (rows); null for a weight of rank 1
 * @param v the right vector after the iterations, (columns); null for a weight of rank 1
 */
public record SpectralNormResult(
        @Nullable Tensor w,
        @Nullable Tensor sigma,
        @Nullable Tensor u,
        @Nullable Tensor v) implements AutoCloseable {
    /** The divided weight of a result that has one. */
    public Tensor output() {
        return Checks.present(w, "w");
    }

    /** Closes all tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(w, sigma, u, v);
    }
}
