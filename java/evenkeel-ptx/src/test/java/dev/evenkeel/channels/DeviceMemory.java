package dev.evenkeel.channels;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cuda.CudaBuffer;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.testing.Randoms;
import java.util.ArrayList;
import java.util.List;

/** Buffers of a device, freed together. An offset is of that many elements from where an allocation begins. */
final class DeviceMemory implements AutoCloseable {
    private final NormBackend backend;
    private final Randoms randoms;
    private final List<Buffer> allocations = new ArrayList<>();

    DeviceMemory(NormBackend backend, long seed) {
        this.backend = backend;
        this.randoms = new Randoms(seed);
    }

    /** Normally distributed numbers, rounded. */
    Buffer normal(DType dtype, long count, double mean, double std, int offset) {
        Buffer buffer = unwritten(dtype, count, offset);
        HeapBuffer heap = HeapBuffer.allocate(dtype, count);
        double[] values = randoms.normal(count, mean, std);
        for (int i = 0; i < values.length; i++) {
            heap.set(i, values[i]);
        }
        backend.upload(heap, buffer);
        return buffer;
    }

    /** Memory that nobody has written. */
    Buffer unwritten(DType dtype, long count, int offset) {
        Buffer whole = backend.allocate(dtype, count + offset);
        allocations.add(whole);
        return part(whole, offset, count);
    }

    /** Elements of a buffer. */
    Buffer part(Buffer whole, long from, long count) {
        long address = ((CudaBuffer) whole).address() + from * whole.dtype().bytes();
        return backend.borrow(address, whole.dtype(), count);
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
        allocations.forEach(Buffer::close);
    }
}
