package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;

/**
 * A learned tensor and its gradient, which starts at zero and is added to by every backward until
 * {@link #zeroGrad()}. Both belong to the layer, which closes them. Not thread-safe.
 */
public final class Parameter implements AutoCloseable {
    private final String name;
    private final Tensor value;
    private final Tensor grad;

    Parameter(String name, Shape shape, double initial, DType dtype, Device device) {
        this.name = name;
        this.value = Tensor.full(shape, initial, dtype, device);
        try {
            this.grad = Tensor.zeros(shape, dtype, device);
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, value);
            throw e;
        }
    }

    /** PyTorch's name of it: {@code weight}, {@code bias}. */
    public String name() {
        return name;
    }

    /** The learned tensor; write to it with {@link Tensor#copyFrom}. */
    public Tensor value() {
        return value;
    }

    /** The gradient accumulated since the last {@link #zeroGrad()}; same shape and type. */
    public Tensor grad() {
        return grad;
    }

    /** Sets the gradient to zero. */
    public void zeroGrad() {
        try (Tensor zero = Tensor.zeros(grad.shape(), grad.dtype(), grad.device())) {
            grad.copyFrom(zero);
        }
    }

    @Override
    public void close() {
        TensorScope.closeAll(value, grad);
    }
}
