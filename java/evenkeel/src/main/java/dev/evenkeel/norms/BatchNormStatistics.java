package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;

/**
 * What one replica of a synchronized batch normalization knows of its own part of the batch. All are (C), {@code F32},
 * or {@code F64} for {@code F64} input.
 *
 * @param count values that the replica has of each channel
 * @param mean mean of each channel
 * @param meanRest what the type of mean could not hold of it
 * @param m2 Σ (x − mean)² of each channel
 */
public record BatchNormStatistics(long count, Tensor mean, Tensor meanRest, Tensor m2) implements AutoCloseable {
    /** Closes all tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(mean, meanRest, m2);
    }
}
