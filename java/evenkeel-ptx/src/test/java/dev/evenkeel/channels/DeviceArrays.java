package dev.evenkeel.channels;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays of doubles as buffers of a backend; closing frees them all. */
final class DeviceArrays implements AutoCloseable {
    private final NormBackend backend;
    private final List<Buffer> buffers = new ArrayList<>();

    DeviceArrays(NormBackend backend) {
        this.backend = backend;
    }

    /** A copy, null for null. */
    @Nullable
    Buffer copyOf(double @Nullable [] values, DType dtype) {
        return values == null ? null : in(values, dtype);
    }

    /** A copy; {@code values} are rounded to the type in place. */
    Buffer in(double[] values, DType dtype) {
        HeapBuffer heap = HeapBuffer.allocate(dtype, values.length);
        for (int i = 0; i < values.length; i++) {
            heap.set(i, values[i]);
            values[i] = heap.get(i);
        }
        Buffer buffer = out(values.length, dtype);
        backend.upload(heap, buffer);
        return buffer;
    }

    /** Memory that nobody has written. */
    Buffer out(int count, DType dtype) {
        Buffer buffer = backend.allocate(dtype, count);
        buffers.add(buffer);
        return buffer;
    }

    double[] values(Buffer buffer) {
        HeapBuffer heap = HeapBuffer.allocate(buffer.dtype(), buffer.count());
        backend.download(buffer, heap);
        double[] values = new double[heap.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = heap.get(i);
        }
        return values;
    }

    @Override
    public void close() {
        buffers.forEach(Buffer::close);
    }
}
