package dev.evenkeel.internal.cuda;

import org.jspecify.annotations.Nullable;

/**
 * A reduction's launch that keeps in shared memory what it has read, so as to go on with it: all blocks run at the same
 * time, each with as many of the reduction's works as it takes.
 *
 * @param config the launch
 * @param kept vectors that each thread keeps of each work
 */
record Resident(LaunchConfig config, int kept) {
    /** Blocks of a multiprocessor that the kernels are compiled for, at most. */
    private static final int MOST_BLOCKS = 2;
    /** Bytes of shared memory that the system takes of each block's. */
    private static final int RESERVED = 1024;
    /**
     * Bytes of shared memory of the kernel's own besides its scratch memory, and of a multiprocessor that are spared.
     */
    private static final int SPARE = 256;

    /** The launch, where the device can and all of the tensor fits; as few blocks on a multiprocessor as need be. */
    static @Nullable Resident of(Reduction reduction, DeviceProperties device) {
        if (!device.cooperativeLaunch() || !reduction.resides()) {
            return null;
        }
        int works = reduction.walk().config().gridX();
        long each = (long) reduction.kept() * ChannelTensor.BLOCK * ChannelTensor.VECTOR_BYTES;
        for (int blocks = MOST_BLOCKS; blocks >= 1; blocks--) {
            long worksEach = LaunchConfig.ceilDiv(works, (long) blocks * device.multiprocessors());
            int grid = (int) LaunchConfig.ceilDiv(works, worksEach);
            long dynamic = worksEach * each;
            long block = dynamic + reduction.scratchBytes() + SPARE + RESERVED;
            if (blocks * block <= device.sharedMemoryOptIn() + RESERVED) {
                LaunchConfig config = new LaunchConfig(grid, 1, ChannelTensor.BLOCK, 1);
                return new Resident(config.withShared((int) dynamic).together(), reduction.kept());
            }
        }
        return null;
    }
}
