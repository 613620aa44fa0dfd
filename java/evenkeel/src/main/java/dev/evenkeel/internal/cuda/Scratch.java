package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;

/**
 * Device memory that one operation needs between its kernels, handed out piece by piece. Closing it frees it in the
 * order of the stream, so it may be closed as soon as the kernels are enqueued.
 */
final class Scratch implements AutoCloseable {
    private final CudaDriver driver;
    private final DType dtype;
    private final long address;
    private final long end;
    private long next;

    Scratch(CudaDriver driver, DType dtype, long count) {
        this.driver = driver;
        this.dtype = dtype;
        this.address = driver.allocate(count * dtype.bytes());
        this.next = address;
        this.end = address + count * dtype.bytes();
    }

    /** Where all of it begins. */
    long address() {
        return address;
    }

    /** The address of the next {@code count} elements. */
    long take(long count) {
        long taken = next;
        next += count * dtype.bytes();
        if (next > end) {
            throw new IllegalStateException("more taken than was asked for");
        }
        return taken;
    }

    @Override
    public void close() {
        driver.free(address);
    }
}
