package dev.evenkeel.internal.cuda;

/**
 * Kernels over a row-major matrix whose blocks are tiles of 32 neighbouring columns by 8 rows. The rows are cut into
 * chunks that are reduced apart; how many follows from the matrix's size alone, so that every device gives the same
 * bits.
 */
record ColumnTiles(long rows, long cols) {
    /** Blocks to aim at: some for every multiprocessor of a large device, few enough for a small one. */
    static final int TARGET_BLOCKS = 1024;
    /** Most chunks: the second stage adds them up one after the other. */
    static final int MAX_CHUNKS = 256;

    private static final int TILE_COLS = 32;
    private static final int TILE_ROWS = 8;
    /** Rows that each thread takes at least, where there are so many. */
    private static final int ROWS_PER_THREAD = 8;

    private long tiles() {
        return LaunchConfig.ceilDiv(cols, TILE_COLS);
    }

    /** Chunks that a reduction over the rows is cut into; at least 1 and at most {@code rows}. */
    int chunks() {
        long busy = Math.min(TARGET_BLOCKS / tiles(), LaunchConfig.ceilDiv(rows, TILE_ROWS * ROWS_PER_THREAD));
        return LaunchConfig.capped(busy, MAX_CHUNKS);
    }

    /** A reduction over the rows of each chunk. */
    LaunchConfig reduce() {
        return new LaunchConfig(LaunchConfig.capped(tiles(), LaunchConfig.MAX_GRID_X), chunks(), TILE_COLS, TILE_ROWS);
    }
}
