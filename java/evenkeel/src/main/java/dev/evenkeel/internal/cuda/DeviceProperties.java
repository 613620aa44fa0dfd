package dev.evenkeel.internal.cuda;

import java.util.Locale;

/**
 * What a device says of itself.
 *
 * @param name the product's name
 * @param major compute capability before the point
 * @param minor compute capability after the point
 * @param multiprocessors number of streaming multiprocessors
 * @param totalMemory bytes of device memory
 * @param maxThreadsPerBlock most threads of one block
 * @param maxGridX most blocks along x
 * @param maxGridY most blocks along y
 * @param sharedMemoryPerBlock bytes of shared memory that a block has without opting in to more
 * @param sharedMemoryOptIn bytes of shared memory that a block can have when it asks for more
 * @param l2Bytes bytes of the second-level cache
 * @param cooperativeLaunch whether all blocks of a launch can be made to run at the same time
 * @param driverVersion CUDA version that the driver supports, as it counts: 12080 for 12.8
 */
public record DeviceProperties(
        String name,
        int major,
        int minor,
        int multiprocessors,
        long totalMemory,
        int maxThreadsPerBlock,
        int maxGridX,
        int maxGridY,
        int sharedMemoryPerBlock,
        int sharedMemoryOptIn,
        int l2Bytes,
        boolean cooperativeLaunch,
        int driverVersion) {
    private static final double GIB = 1L << 30;

    /** Compute capability without the point: 75, 90, 120. */
    public int computeCapability() {
        return 10 * major + minor;
    }

    /** CUDA version that the driver supports: {@code 12.8}. */
    public String driver() {
        return driverVersion / 1000 + "." + driverVersion % 1000 / 10;
    }

    /** One line: {@code NVIDIA H100, sm_90, 79 GiB, driver 12.8}. */
    public String description() {
        return String.format(
                Locale.ROOT, "%s, sm_%d, %.0f GiB, driver %s", name, computeCapability(), totalMemory / GIB, driver());
    }
}
