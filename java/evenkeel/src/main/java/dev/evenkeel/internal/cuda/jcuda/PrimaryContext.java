package dev.evenkeel.internal.cuda.jcuda;

import static jcuda.driver.JCudaDriver.cuCtxPopCurrent;
import static jcuda.driver.JCudaDriver.cuCtxPushCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;

import java.util.function.IntSupplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;

/**
 * A device's primary context, which it shares with everything in the process that uses the CUDA runtime or cuBLAS.
 * It is current only during a call: what the calling thread had before, it has afterwards. Thread-safe.
 */
final class PrimaryContext implements DriverContext, AutoCloseable {
    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();

    PrimaryContext(int ordinal) {
        CudaCalls.check(() -> "cuDeviceGet of device " + ordinal, () -> cuDeviceGet(device, ordinal));
        CudaCalls.check(
                () -> "cuDevicePrimaryCtxRetain of device " + ordinal, () -> cuDevicePrimaryCtxRetain(context, device));
    }

    @Override
    public int result(IntSupplier call) {
        CudaCalls.check(() -> "cuCtxPushCurrent", () -> cuCtxPushCurrent(context));
        int popped;
        int result;
        try {
            result = CudaCalls.result(call);
        } finally {
            popped = CudaCalls.result(() -> cuCtxPopCurrent(new CUcontext()));
        }
        CudaCalls.check(() -> "cuCtxPopCurrent", popped);
        return result;
    }

    @Override
    public void close() {
        CudaCalls.check(() -> "cuDevicePrimaryCtxRelease", () -> cuDevicePrimaryCtxRelease(device));
    }
}
