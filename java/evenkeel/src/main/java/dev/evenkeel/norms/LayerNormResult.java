package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * What layer normalization gives. Statistics are {@code F32}, or {@code F64} for {@code F64} input, and have the shape
 * of {@code x} without the normalized dimensions.
 *
 * @param y the normalized tensor, shape of {@code x}, type that the call asks for
 * @param sum x + residual, shape and type of {@code x}; null without a residual
 * @param mean mean of each row
 * @param rstd 1/√(var + eps) of each row
 */
public record LayerNormResult(
        @Nullable Tensor y,
        @Nullable Tensor sum,
        @Nullable Tensor mean,
        @Nullable Tensor rstd) implements AutoCloseable {
    /** The normalized tensor of a result that has one. */
    public Tensor output() {
        return Checks.present(y, "y");
    }

    /** Closes all tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(y, sum, mean, rstd);
    }
}
