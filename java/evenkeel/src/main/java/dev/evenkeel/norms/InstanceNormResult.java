package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * What instance normalization gives. Statistics are {@code F32}, or {@code F64} for {@code F64} input: (N, C), or (C)
 * where the statistics were constants.
 *
 * @param y the normalized tensor, shape and type of {@code x}
 * @param mean mean that was subtracted
 * @param rstd 1/√(var + eps) that was multiplied by
 */
public record InstanceNormResult(
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
