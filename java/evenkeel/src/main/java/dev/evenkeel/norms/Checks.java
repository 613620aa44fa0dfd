package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Argument checks, worded with what was given and what was expected. */
record Checks(String op, Tensor x) {

    /** Same device, shape and type as x. */
    Buffer likeX(String name, Tensor tensor) {
        return buffer(name, tensor, x.shape(), x.dtype());
    }

    /** Same device and shape as x, and the type that the output has. */
    Buffer output(String name, Tensor tensor, DType dtype) {
        return buffer(name, tensor, x.shape(), dtype);
    }

    /** As {@link #output}, of a tensor that may be absent. */
    @Nullable
    Buffer optionalOutput(String name, @Nullable Tensor tensor, DType dtype) {
        return tensor == null ? null : output(name, tensor, dtype);
    }

    /** Same device as x, this shape, and the type that statistics of x have. */
    Buffer statistics(String name, Tensor tensor, Shape shape) {
        return buffer(name, tensor, shape, x.dtype().statistics());
    }

    /** As {@link #likeX}, of a tensor that may be absent. */
    @Nullable
    Buffer optionalLikeX(String name, @Nullable Tensor tensor) {
        return tensor == null ? null : likeX(name, tensor);
    }

    /** As {@link #statistics}, of a tensor that may be absent. */
    @Nullable
    Buffer optionalStatistics(String name, @Nullable Tensor tensor, Shape shape) {
        return tensor == null ? null : statistics(name, tensor, shape);
    }

    /** Same device as x, this shape, and the type of the parameters. */
    Buffer parameter(String name, Tensor tensor, Shape shape, DType paramDType) {
        return buffer(name, tensor, shape, paramDType);
    }

    /** As {@link #parameter}, of a tensor that may be absent. */
    @Nullable
    Buffer optionalParameter(String name, @Nullable Tensor tensor, Shape shape, DType paramDType) {
        return tensor == null ? null : parameter(name, tensor, shape, paramDType);
    }

    /** The type that weight and bias share: that of x, or of its statistics; of x if there is no parameter. */
    DType paramDType(@Nullable Tensor... parameters) {
        for (Tensor parameter : parameters) {
            if (parameter != null) {
                DType dtype = parameter.dtype();
                require(
                        dtype == x.dtype() || dtype == x.dtype().statistics(),
                        () -> "parameters of type " + dtype.label() + " don't go with input of type "
                                + x.dtype().label());
                return dtype;
            }
        }
        return x.dtype();
    }

    /** The type of x, or 16 bits for float32 or the other way round: what arithmetic in float32 reads or writes. */
    void outputDType(DType dtype) {
        boolean mixed = dtype.statistics() == DType.F32
                && x.dtype().statistics() == DType.F32
                && (dtype == DType.F32 || x.dtype() == DType.F32);
        require(
                dtype == x.dtype() || mixed,
                () -> "output of type " + dtype.label() + " doesn't go with input of type "
                        + x.dtype().label());
    }

    void eps(double eps) {
        require(eps >= 0 && eps < Double.POSITIVE_INFINITY, () -> "eps must be finite and at least 0, not " + eps);
    }

    /** Of a call that makes its gradients itself. */
    void overwrites(GradientMode mode) {
        require(mode == GradientMode.OVERWRITE, "fresh gradients have nothing in them to be added to");
    }

    void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(op + ": " + message);
        }
    }

    /** With a message that takes longer to word than a small call takes to compute. */
    void require(boolean condition, Supplier<String> message) {
        if (!condition) {
            throw new IllegalArgumentException(op + ": " + message.get());
        }
    }

    private Buffer buffer(String name, Tensor tensor, Shape shape, DType dtype) {
        require(
                tensor.shape().equals(shape),
                () -> name + " has shape " + tensor.shape() + ", expected " + shape + " for input of shape "
                        + x.shape());
        require(
                tensor.dtype() == dtype,
                () -> name + " is " + tensor.dtype().label() + ", expected " + dtype.label() + " for input of type "
                        + x.dtype().label());
        require(
                tensor.device().equals(x.device()),
                () -> name + " is on " + tensor.device() + ", but the input is on " + x.device());
        return tensor.buffer();
    }

    static Tensor present(@Nullable Tensor tensor, String name) {
        if (tensor == null) {
            throw new IllegalStateException("this result was asked for without " + name);
        }
        return tensor;
    }
}
