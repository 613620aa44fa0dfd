package dev.evenkeel.ptx;

import java.util.List;

/**
 * What one kernel launch did.
 *
 * @param kernel the kernel's name
 * @param grid blocks along x, y and z
 * @param block threads of a block along x, y and z
 * @param sharedBytes shared memory of a block, static and dynamic
 * @param instructions instructions times the threads that executed them
 * @param warpInstructions instructions that warps executed
 * @param barriers barriers that opened, over all blocks
 * @param bankConflicts extra passes over shared memory because lanes wanted different words of one bank
 * @param buffers traffic of each tensor and of scratch memory
 */
public record LaunchRecord(
        String kernel,
        List<Integer> grid,
        List<Integer> block,
        int sharedBytes,
        long instructions,
        long warpInstructions,
        long barriers,
        long bankConflicts,
        List<BufferRecord> buffers) {

    /**
     * Traffic of one buffer.
     *
     * @param name the tensor's name, or {@code workspace}
     * @param bytes its size
     * @param loadBytes bytes that threads asked to load
     * @param storeBytes bytes that threads asked to store
     * @param loadSectors 32-byte sectors that the loads touched, each warp-wide request counted by itself
     * @param storeSectors the same of stores
     * @param wideBytes bytes asked for in accesses of 16 bytes
     */
    public record BufferRecord(
            String name,
            long bytes,
            long loadBytes,
            long storeBytes,
            long loadSectors,
            long storeSectors,
            long wideBytes) {
        /** How many times the sectors moved would fill the buffer. */
        public double passes() {
            return 32.0 * (loadSectors + storeSectors) / bytes;
        }
    }
}
