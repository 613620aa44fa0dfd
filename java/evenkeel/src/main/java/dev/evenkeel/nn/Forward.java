package dev.evenkeel.nn;

import dev.evenkeel.tensor.Tensor;

/**
 * One forward pass that can be gone back through. It owns y and what the backward needs, and frees both when closed;
 * the layer and the input that it came from must still be open when {@link #backward} is called. Not thread-safe.
 */
public interface Forward extends AutoCloseable {
    /** y; belongs to this object. */
    Tensor output();

    /**
     * Adds the gradients of the layer's parameters to theirs.
     *
     * @param dy gradient of the loss by y, of its shape, type and device
     * @return gradient of the loss by x, which the caller closes
     */
    Tensor backward(Tensor dy);

    @Override
    void close();
}
