package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * What RMS normalization gives. rstd is {@code F32}, or {@code F64} for {@code F64} input, and has the shape of
 * {@code x} without the normalized dimensions.
 *
 * @param y the normalized tensor, shape of {@code x}, type that the call asks for
 * @param sum x + residual, shape and type of {@code x}; null without a residual
 * @param rstd 1/√(⟨v²⟩ + eps) of each row
 */
public record RmsNormResult(
        @Nullable Tensor y, @Nullable Tensor sum, @Nullable Tensor rstd) implements AutoCloseable {
    /** The normalized tensor of a result that has one. */
    public Tensor output() {
        return Checks.present(y, "y");
    }

    /** Closes all tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(y, sum, rstd);
    }
}
