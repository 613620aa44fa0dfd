package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.PointwiseBackend;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.function.BiConsumer;

/** A call of a function of elements by themselves on x: its checks, and where its result goes. */
record Pointwise(String name, Tensor x) {
    Pointwise {
        if (x.dtype() != DType.F32 && x.dtype() != DType.F64) {
            throw new IllegalArgumentException(name + ": expected f32 or f64, got input of type "
                    + x.dtype().label());
        }
    }

    /** A tensor as x, written by {@code write}; the caller closes it. */
    Tensor make(BiConsumer<PointwiseBackend, Buffer> write) {
        Tensor y = Tensor.empty(x.shape(), x.dtype(), x.device());
        try {
            write.accept(Backends.of(x.device()).network().pointwise(), y.buffer());
            return y;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, y);
            throw e;
        }
    }

    /** The gradient by y: same shape, type and device as x. */
    Buffer gradient(Tensor dy) {
        if (!dy.shape().equals(x.shape())
                || dy.dtype() != x.dtype()
                || !dy.device().equals(x.device())) {
            throw new IllegalArgumentException(
                    name + " backward: expected a gradient as the input, " + x + ", got " + dy);
        }
        return dy.buffer();
    }
}
