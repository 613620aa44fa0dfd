package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Argument checks, worded with what was given and what was expected. Checking a null argument passes. */
record Checks(String op, Tensor x) {

    /** Same device, shape and type as x. */
    @Nullable
    Buffer likeX(String name, @Nullable Tensor tensor) {
        return of(name, tensor, x.shape(), x.dtype());
    }

    /** Same device as x, this shape, and the type that statistics of x have. */
    @Nullable
    Buffer statistics(String name, @Nullable Tensor tensor, Shape shape) {
        return of(name, tensor, shape, x.dtype().statistics());
    }

    /** Same device as x, this shape, and the type of the parameters. */
    @Nullable
    Buffer parameter(String name, @Nullable Tensor tensor, Shape shape, DType paramDType) {
        return of(name, tensor, shape, paramDType);
    }

    /** The type that weight and bias share: that of x, or of its statistics; of x if there is no parameter. */
    DType paramDType(@Nullable Tensor... parameters) {
        for (Tensor parameter : parameters) {
            if (parameter != null) {
                DType dtype = parameter.dtype();
                require(
                        dtype == x.dtype() || dtype == x.dtype().statistics(),
                        "parameters of type " + dtype.label() + " don't go with input of type "
                                + x.dtype().label());
                return dtype;
            }
        }
        return x.dtype();
    }

    void eps(double eps) {
        require(eps >= 0 && eps < Double.POSITIVE_INFINITY, "eps must be finite and at least 0, not " + eps);
    }

    void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(op + ": " + message);
        }
    }

    @Nullable
    private Buffer of(String name, @Nullable Tensor tensor, Shape shape, DType dtype) {
        if (tensor == null) {
            return null;
        }
        require(
                tensor.shape().equals(shape),
                name + " has shape " + tensor.shape() + ", expected " + shape + " for input of shape " + x.shape());
        require(
                tensor.dtype() == dtype,
                name + " is " + tensor.dtype().label() + ", expected " + dtype.label() + " for input of type "
                        + x.dtype().label());
        require(
                tensor.device().equals(x.device()),
                name + " is on " + tensor.device() + ", but the input is on " + x.device());
        return tensor.buffer();
    }

    static Tensor present(@Nullable Tensor tensor, String name) {
        if (tensor == null) {
            throw new IllegalStateException("this result was asked for without " + name);
        }
        return tensor;
    }
}
