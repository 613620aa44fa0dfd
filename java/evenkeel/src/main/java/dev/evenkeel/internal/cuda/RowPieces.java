package dev.evenkeel.internal.cuda;

import org.jspecify.annotations.Nullable;

/**
 * How the kernels for any rows keep them in shared memory: in pieces, of which the first few are read only once.
 *
 * @param vectors vectors of each thread that make a piece
 * @param kept pieces that stay
 * @param sharedBytes dynamic shared memory of a block
 */
record RowPieces(int vectors, int kept, int sharedBytes) {
    /** Room for the kernels' own variables, and for what the system takes of each block's. */
    private static final int RESERVED = 3 << 10;
    /** What an unaligned run of bytes takes beyond its length. */
    private static final int MARGIN = 64;

    /**
     * As many pieces as a block can have.
     *
     * @param tensors tensors of each piece
     * @param stagedBytes bytes of the largest element that does not go straight to its thread; 0 if all do
     */
    static RowPieces of(RowBlocks blocks, int tensors, int stagedBytes, DeviceProperties device) {
        int room = device.sharedMemoryOptIn() - RESERVED;
        int perVector = 16 * blocks.threads() * tensors;
        int staged = blocks.threads() * blocks.vector() * stagedBytes;
        int fit = (room - MARGIN) / (perVector + staged);
        int vectors = (int) Math.min(Math.min(RowBlocks.MAX_VECTORS, fit), blocks.vectors());
        int stage = stagedBytes == 0 ? 0 : vectors * staged + MARGIN;
        long pieces = LaunchConfig.ceilDiv(blocks.vectors(), vectors);
        int slots = (room - stage) / (vectors * perVector);
        int held = (int) Math.min(pieces, slots);
        return new RowPieces(vectors, held < pieces ? held - 1 : held, held * vectors * perVector + stage);
    }

    /** Whole rows, with sums of their columns; null where there is no room for them. */
    static @Nullable RowPieces withSums(
            RowBlocks blocks, int tensors, int stagedBytes, int statisticsBytes, DeviceProperties device) {
        long elements = blocks.vectors() * blocks.threads() * blocks.vector();
        long stage = stagedBytes == 0 ? 0 : elements * stagedBytes + MARGIN;
        long bytes = blocks.vectors() * blocks.threads() * 16 * tensors + 2 * elements * statisticsBytes + stage;
        boolean fits = blocks.vectors() <= RowBlocks.MAX_VECTORS && bytes <= device.sharedMemoryOptIn() - RESERVED;
        return fits ? new RowPieces((int) blocks.vectors(), 1, (int) bytes) : null;
    }
}
