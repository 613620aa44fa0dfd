package dev.evenkeel.tensor;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;

/** How elements get from one device and type to another. Types are converted on the heap, rounded once. */
final class Transfers {
    private Transfers() {}

    static Tensor place(HeapBuffer values, Shape shape, DType dtype, Device device) {
        checkCount(values, shape);
        Tensor tensor = Tensor.empty(shape, dtype, device);
        try {
            tensor.backend().upload(in(dtype, values), tensor.buffer());
            return tensor;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, tensor);
            throw e;
        }
    }

    static Tensor wrap(HeapBuffer values, Shape shape, Device device) {
        checkCount(values, shape);
        if (device.kind() == Device.Kind.CUDA || device.kind() == Device.Kind.PTX) {
            throw new IllegalArgumentException("a Java array does not lie on " + device + ": copyOf brings it there");
        }
        return Tensor.of(shape, device, values);
    }

    static void copy(Tensor source, Tensor target) {
        Buffer from = source.buffer();
        Buffer to = target.buffer();
        if (from == to) {
            return;
        }
        if (source.device().equals(target.device()) && from.dtype() == to.dtype()) {
            target.backend().copy(from, to);
        } else {
            target.backend().upload(in(to.dtype(), onHeap(source)), to);
        }
    }

    /** The elements in type {@code dtype}, in an array that nobody else has. */
    static HeapBuffer toHeap(Tensor source, DType dtype) {
        HeapBuffer values = onHeap(source);
        boolean mine = values != source.buffer();
        return mine ? in(dtype, values) : values.convert(dtype);
    }

    private static HeapBuffer onHeap(Tensor source) {
        if (source.buffer() instanceof HeapBuffer heap) {
            return heap;
        }
        HeapBuffer values = HeapBuffer.allocate(source.dtype(), source.shape().count());
        source.backend().download(source.buffer(), values);
        return values;
    }

    private static HeapBuffer in(DType dtype, HeapBuffer values) {
        return values.dtype() == dtype ? values : values.convert(dtype);
    }

    private static void checkCount(HeapBuffer values, Shape shape) {
        if (values.count() != shape.count()) {
            throw new IllegalArgumentException(
                    "shape " + shape + " has " + shape.count() + " elements, but " + values.count() + " were given");
        }
    }
}
