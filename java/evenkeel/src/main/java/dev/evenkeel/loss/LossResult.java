package dev.evenkeel.loss;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;

/**
 * A loss and its gradient. The caller closes it.
 *
 * @param value the mean over the batch, a tensor of rank 0 on the predictions' device: reading it waits for the device
 * @param gradient of the loss by the predictions, with their shape and type
 */
public record LossResult(Tensor value, Tensor gradient) implements AutoCloseable {
    /** Closes both tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(value, gradient);
    }
}
