package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.HeapBuffer;
import java.nio.ByteBuffer;

/**
 * A driver whose memory is a workspace that the caller hands in for each piece of work. It can also find out how large
 * that has to be, by doing the work without its launches. Not thread-safe.
 */
public final class WorkspaceDriver implements CudaDriver {
    /** What each allocation is aligned to, and the workspace has to be. */
    public static final int ALIGNMENT = 256;

    private static final long ANYWHERE = 1L << 40;

    private final CudaDriver driver;
    private boolean measuring;
    private long next;
    private long end;

    /** Launches and fills go to {@code driver}, which is closed with this. */
    public WorkspaceDriver(CudaDriver driver) {
        this.driver = driver;
    }

    /** Bytes of workspace that this work takes; nothing is enqueued, but its kernels are compiled and loaded. */
    public long measure(Runnable work) {
        measuring = true;
        next = ANYWHERE;
        end = Long.MAX_VALUE;
        try {
            work.run();
            return next - ANYWHERE;
        } finally {
            measuring = false;
        }
    }

    /** Does this work with {@code bytes} bytes at {@code workspace}, which is aligned. */
    public void run(long workspace, long bytes, Runnable work) {
        next = workspace;
        end = workspace + bytes;
        work.run();
    }

    @Override
    public DeviceProperties properties() {
        return driver.properties();
    }

    @Override
    public long allocate(long bytes) {
        long address = next;
        long rounded = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (rounded > end - address) {
            throw new IllegalArgumentException(
                    "the workspace is too small: " + (end - address) + " bytes are left of it, " + bytes + " needed");
        }
        next += rounded;
        return address;
    }

    @Override
    public void free(long address) {
        // the caller's
    }

    @Override
    public CudaModule loadModule(String ptx) {
        return driver.loadModule(ptx);
    }

    @Override
    public void launch(CudaFunction function, LaunchConfig config, ByteBuffer arguments, int[] offsets) {
        if (!measuring) {
            driver.launch(function, config, arguments, offsets);
        }
    }

    @Override
    public void fill(long target, int pattern, int width, long count) {
        if (!measuring) {
            driver.fill(target, pattern, width, count);
        }
    }

    @Override
    public void copyToDevice(HeapBuffer source, int offset, int count, long target) {
        driver.copyToDevice(source, offset, count, target);
    }

    @Override
    public void copyToHost(long source, HeapBuffer target, int offset, int count) {
        driver.copyToHost(source, target, offset, count);
    }

    @Override
    public void copyOnDevice(long source, long target, long bytes) {
        driver.copyOnDevice(source, target, bytes);
    }

    @Override
    public void synchronize() {
        driver.synchronize();
    }

    @Override
    public CudaEvent createEvent() {
        return driver.createEvent();
    }

    @Override
    public void close() {
        driver.close();
    }
}
