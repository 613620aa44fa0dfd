package dev.evenkeel.internal.cuda;

import dev.evenkeel.DeviceException;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One CUDA device, its memory, and one stream: the narrow seam below which lies a real driver or a virtual GPU.
 *
 * <p>Everything that takes effect on the device happens in the order of the calls, memory allocation included: memory
 * may be freed while kernels that were launched earlier still use it. Only {@link #copyToHost} and
 * {@link #synchronize} wait for the device; a kernel's failure is reported by whichever call notices it first.
 *
 * <p>Addresses are device addresses in bytes. Nothing is checked that a caller can know: a wrong address is the
 * driver's error at best. Safe to call from several threads; the calling thread's current context is the same after
 * a call as before it. Every method may throw {@link DeviceException}.
 */
public interface CudaDriver extends AutoCloseable {
    /** What the device is. */
    DeviceProperties properties();

    /** Memory of unspecified content, aligned to 256 bytes. {@code bytes} is positive. Whoever asked frees it. */
    long allocate(long bytes);

    /** Gives back what {@link #allocate} returned, once the work given so far is done with it. */
    void free(long address);

    /** Copies {@code count} elements from element {@code offset} on. {@code source} may be reused on return. */
    void copyToDevice(HeapBuffer source, int offset, int count, long target);

    /** Copies {@code count} elements to element {@code offset} on. The data is there on return. */
    void copyToHost(long source, HeapBuffer target, int offset, int count);

    /** Copies within the device; the ranges don't overlap. */
    void copyOnDevice(long source, long target, long bytes);

    /** Writes {@code count} times the low {@code width} bytes (1, 2 or 4) of {@code pattern}; aligned to them. */
    void fill(long target, int pattern, int width, long count);

    /**
     * Compiles PTX for this device and loads it. The module lives as long as the driver.
     *
     * @throws DeviceException if the text does not compile; the message ends in the compiler's log
     */
    CudaModule loadModule(String ptx);

    /**
     * Enqueues a kernel.
     *
     * @param arguments the kernel's parameters, each at its natural alignment, as one direct little-endian block from
     *     position 0 to the limit; may be reused on return
     * @param offsets where in the block each parameter begins; not changed
     */
    void launch(CudaFunction function, LaunchConfig config, ByteBuffer arguments, int[] offsets);

    /** Returns when all work given so far is done. */
    void synchronize();

    /** A mark in the stream that knows its time. The caller closes it. */
    CudaEvent createEvent();

    /** A library that multiplies matrices on this device; looked for when first asked for, silently. */
    default Optional<MatrixLibrary> matrixLibrary() {
        return Optional.empty();
    }

    /** Waits for the work given so far, then lets go of the device. Memory that was not freed may leak. */
    @Override
    void close();
}
