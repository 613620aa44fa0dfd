package dev.evenkeel.internal.cuda.jcuda;

import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import dev.evenkeel.internal.spi.HeapBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntSupplier;
import jcuda.Pointer;
import jcuda.driver.CUstream;

/**
 * Copies between Java arrays and the device, in the order of a stream, through a piece of memory that the garbage
 * collector does not move. (Given a Java array itself, JCuda holds the collector back while the driver waits for
 * the kernels before the copy.) One copy at a time. Thread-safe.
 */
final class HostCopies {
    /** Large enough that a copy's fixed cost does not count, small enough to stay in a CPU's cache. */
    static final int STAGED_BYTES = 4 << 20;

    private final PrimaryContext context;
    private final CUstream stream;
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGED_BYTES).order(ByteOrder.nativeOrder());
    private final Pointer staged = Pointer.to(staging);

    HostCopies(PrimaryContext context, CUstream stream) {
        this.context = context;
        this.stream = stream;
    }

    synchronized void toDevice(HeapBuffer source, int offset, int count, long target) {
        int width = source.dtype().bytes();
        int most = STAGED_BYTES / width;
        for (int done = 0; done < count; done += Math.min(most, count - done)) {
            int elements = Math.min(most, count - done);
            int from = offset + done;
            switch (source.dtype()) {
                case F32 -> staging.asFloatBuffer().put(source.floats(), from, elements);
                case F64 -> staging.asDoubleBuffer().put(source.doubles(), from, elements);
                default -> staging.asShortBuffer().put(source.bits(), from, elements);
            }
            DevicePointer to = new DevicePointer(target + (long) done * width);
            long bytes = (long) elements * width;
            copy("cuMemcpyHtoDAsync", bytes, () -> cuMemcpyHtoDAsync(to, staged, bytes, stream));
        }
    }

    synchronized void toHost(long source, HeapBuffer target, int offset, int count) {
        int width = target.dtype().bytes();
        int most = STAGED_BYTES / width;
        for (int done = 0; done < count; done += Math.min(most, count - done)) {
            int elements = Math.min(most, count - done);
            int to = offset + done;
            DevicePointer from = new DevicePointer(source + (long) done * width);
            long bytes = (long) elements * width;
            copy("cuMemcpyDtoHAsync", bytes, () -> cuMemcpyDtoHAsync(staged, from, bytes, stream));
            switch (target.dtype()) {
                case F32 -> staging.asFloatBuffer().get(target.floats(), to, elements);
                case F64 -> staging.asDoubleBuffer().get(target.doubles(), to, elements);
                default -> staging.asShortBuffer().get(target.bits(), to, elements);
            }
        }
    }

    private void copy(String function, long bytes, IntSupplier call) {
        context.check(() -> function + " of " + bytes + " bytes", call);
        context.check(() -> function + " of " + bytes + " bytes, on waiting for it", () -> cuStreamSynchronize(stream));
    }
}
