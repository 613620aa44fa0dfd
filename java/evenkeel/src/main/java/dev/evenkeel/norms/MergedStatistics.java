package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;

/**
 * Statistics of a batch over all replicas. All are (C), {@code F32}, or {@code F64} for {@code F64} input.
 *
 * @param count values that all replicas have of each channel
 * @param mean mean of each channel
 * @param meanRest what the type of mean could not hold of it
 * @param rstd 1/√(var + eps) of each channel
 */
public record MergedStatistics(long count, Tensor mean, Tensor meanRest, Tensor rstd) implements AutoCloseable {
    /** Closes all tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(mean, meanRest, rstd);
    }
}
