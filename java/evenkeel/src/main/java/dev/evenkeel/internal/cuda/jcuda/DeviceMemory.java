package dev.evenkeel.internal.cuda.jcuda;

import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemAllocAsync;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemFreeAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD16Async;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;
import static jcuda.driver.JCudaDriver.cuMemsetD8Async;

import jcuda.driver.CUstream;

/**
 * Device memory in the order of a stream: from the device's memory pool where it has one; else by calls that wait for
 * the device, which keeps the order too.
 */
final class DeviceMemory {
    private final DriverContext context;
    private final CUstream stream;
    private final boolean pooled;

    DeviceMemory(DriverContext context, CUstream stream, boolean pooled) {
        this.context = context;
        this.stream = stream;
        this.pooled = pooled;
    }

    long allocate(long bytes) {
        DevicePointer pointer = new DevicePointer();
        context.check(
                () -> (pooled ? "cuMemAllocAsync of " : "cuMemAlloc of ") + bytes + " bytes",
                () -> pooled ? cuMemAllocAsync(pointer, bytes, stream) : cuMemAlloc(pointer, bytes));
        return pointer.address();
    }

    void free(long address) {
        DevicePointer pointer = new DevicePointer(address);
        context.check(
                () -> (pooled ? "cuMemFreeAsync of 0x" : "cuMemFree of 0x") + Long.toHexString(address),
                () -> pooled ? cuMemFreeAsync(pointer, stream) : cuMemFree(pointer));
    }

    void copy(long source, long target, long bytes) {
        context.check(
                () -> "cuMemcpyDtoDAsync of " + bytes + " bytes",
                () -> cuMemcpyDtoDAsync(new DevicePointer(target), new DevicePointer(source), bytes, stream));
    }

    void fill(long target, int pattern, int width, long count) {
        DevicePointer pointer = new DevicePointer(target);
        context.check(() -> "cuMemsetD" + 8 * width + "Async of " + count + " elements", () -> switch (width) {
            case 1 -> cuMemsetD8Async(pointer, (byte) pattern, count, stream);
            case 2 -> cuMemsetD16Async(pointer, (short) pattern, count, stream);
            case 4 -> cuMemsetD32Async(pointer, pattern, count, stream);
            default -> throw new IllegalArgumentException("no pattern of " + width + " bytes");
        });
    }
}
