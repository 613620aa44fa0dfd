package dev.evenkeel.internal.cuda.jcuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COOPERATIVE_LAUNCH;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import dev.evenkeel.internal.cuda.DeviceProperties;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** What the driver says of itself and its devices. Needs no context. */
final class DeviceQueries {
    private static final int NAME_BYTES = 256;

    private DeviceQueries() {}

    /** Initializes the driver; again does nothing. */
    static void initialize() {
        CudaCalls.check(() -> "cuInit", () -> JCudaDriver.cuInit(0));
    }

    static int deviceCount() {
        int[] count = new int[1];
        CudaCalls.check(() -> "cuDeviceGetCount", () -> JCudaDriver.cuDeviceGetCount(count));
        return count[0];
    }

    static DeviceProperties properties(int ordinal) {
        return properties(device(ordinal));
    }

    static DeviceProperties properties(CUdevice device) {
        return new DeviceProperties(
                name(device),
                attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device),
                attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device),
                attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device),
                totalMemory(device),
                attribute(CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK, device),
                attribute(CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X, device),
                attribute(CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y, device),
                attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK, device),
                attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, device),
                attribute(CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE, device),
                attribute(CU_DEVICE_ATTRIBUTE_COOPERATIVE_LAUNCH, device) != 0,
                driverVersion());
    }

    /** Whether the device has memory pools; a driver too old to be asked has none. */
    static boolean hasMemoryPools(int ordinal) {
        int[] value = new int[1];
        CUdevice device = device(ordinal);
        int result = CudaCalls.result(
                () -> JCudaDriver.cuDeviceGetAttribute(value, CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED, device));
        return result == CUresult.CUDA_SUCCESS && value[0] != 0;
    }

    private static int driverVersion() {
        int[] version = new int[1];
        CudaCalls.check(() -> "cuDriverGetVersion", () -> JCudaDriver.cuDriverGetVersion(version));
        return version[0];
    }

    private static CUdevice device(int ordinal) {
        CUdevice device = new CUdevice();
        CudaCalls.check(() -> "cuDeviceGet of device " + ordinal, () -> JCudaDriver.cuDeviceGet(device, ordinal));
        return device;
    }

    private static String name(CUdevice device) {
        byte[] bytes = new byte[NAME_BYTES];
        CudaCalls.check(() -> "cuDeviceGetName", () -> JCudaDriver.cuDeviceGetName(bytes, NAME_BYTES, device));
        String padded = new String(bytes, StandardCharsets.UTF_8);
        int end = padded.indexOf('\0');
        return end < 0 ? padded : padded.substring(0, end);
    }

    private static long totalMemory(CUdevice device) {
        long[] bytes = new long[1];
        CudaCalls.check(() -> "cuDeviceTotalMem", () -> JCudaDriver.cuDeviceTotalMem(bytes, device));
        return bytes[0];
    }

    private static int attribute(int attribute, CUdevice device) {
        int[] value = new int[1];
        CudaCalls.check(
                () -> "cuDeviceGetAttribute " + attribute,
                () -> JCudaDriver.cuDeviceGetAttribute(value, attribute, device));
        return value[0];
    }
}
