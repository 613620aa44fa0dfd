package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.RowGeometry;

/** How the kernels of row norms are launched. Pure functions of the geometry. */
record RowNormLaunch(RowGeometry geometry) {
    private static final int WARP = 32;
    /** Elements that a thread has in flight: more threads than that leaves busy would only make the reduction dearer. */
    private static final int COLS_PER_THREAD = 4;

    /**
     * One block for each row. Its threads follow from the row's length alone, so that a row's bits don't depend on
     * the rows around it.
     */
    LaunchConfig rows() {
        long warps = LaunchConfig.ceilDiv(geometry.cols(), (long) WARP * COLS_PER_THREAD);
        int threads = WARP * LaunchConfig.capped(warps, LaunchConfig.MAX_THREADS / WARP);
        return new LaunchConfig(LaunchConfig.capped(geometry.rows(), LaunchConfig.MAX_GRID_X), 1, threads, 1);
    }

    /** Chunks of rows whose parameter gradients are summed apart. */
    int chunks() {
        return tiles().chunks();
    }

    /** Parameter gradients, first stage: sums over the rows of each chunk. */
    LaunchConfig partials() {
        return tiles().reduce();
    }

    /** Parameter gradients, second stage: the sum over chunks. */
    LaunchConfig finish() {
        return LaunchConfig.perItem(geometry.cols());
    }

    private ColumnTiles tiles() {
        return new ColumnTiles(geometry.rows(), geometry.cols());
    }
}
