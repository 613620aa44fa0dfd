package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * What group normalization gives. Statistics are (N, groups), {@code F32}, or {@code F64} for {@code F64} input.
 *
 * @param y the normalized tensor, shape and type of {@code x}
 * @param mean mean of each group
 * @param rstd 1/√(var + eps) of each group
 */
public record GroupNormResult(
        @Nullable Tensor y, @Nullable Tensor mean, @Nullable Tensor rstd) implements AutoCloseable {
    /** The normalized tensor of a result that has one. */
    public Tensor output() {
        return Checks.present(y, "y");
    }

    /** Closes all tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(y, mean, rstd);
    }
}
