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
    private final ParameterKind kind;
    private final Tensor value;
    private final Tensor grad;

    /** A gain or shift of a normalization, all of one value. */
    Parameter(String name, Shape shape, double initial, DType dtype, Device device) {
        this(name, ParameterKind.NORMALIZATION, Tensor.full(shape, initial, dtype, device));
    }

    /** A parameter of this value, which belongs to it from now on. */
    Parameter(String name, ParameterKind kind, Tensor value) {
        this.name = name;
        this.kind = kind;
        this.value = value;
        try {
            this.grad = Tensor.zeros(value.shape(), value.dtype(), value.device());
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, value);
            throw e;
        }
    }

    /** PyTorch's name of it: {@code weight}, {@code bias}. */
    public String name() {
        return name;
    }

    /** What it is in its layer. */
    public ParameterKind kind() {
        return kind;
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
        grad.fill(0);
    }

    @Override
    public void close() {
        TensorScope.closeAll(value, grad);
    }
}
