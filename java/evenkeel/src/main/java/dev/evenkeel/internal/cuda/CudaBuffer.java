package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Elements in a device's memory, owned or borrowed. Closing an owned one frees it once the work enqueued so far is
 * done with it, and only the first time. A buffer without elements has no memory and address 0.
 */
public final class CudaBuffer implements Buffer {
    private final DType dtype;
    private final long count;
    private final long address;
    private final @Nullable CudaDriver owner;
    private final AtomicBoolean closed = new AtomicBoolean();

    private CudaBuffer(DType dtype, long count, long address, @Nullable CudaDriver owner) {
        this.dtype = dtype;
        this.count = count;
        this.address = address;
        this.owner = owner;
    }

    static CudaBuffer allocate(CudaDriver driver, DType dtype, long count) {
        if (count == 0) {
            return borrow(0, dtype, 0);
        }
        long address = driver.allocate(Math.multiplyExact(count, (long) dtype.bytes()));
        return new CudaBuffer(dtype, count, address, driver);
    }

    /** Elements in memory that somebody else owns. */
    public static CudaBuffer borrow(long address, DType dtype, long count) {
        return new CudaBuffer(dtype, count, address, null);
    }

    /** Where the first element lies. */
    public long address() {
        return address;
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public void close() {
        if (owner != null && closed.compareAndSet(false, true)) {
            owner.free(address);
        }
    }
}
