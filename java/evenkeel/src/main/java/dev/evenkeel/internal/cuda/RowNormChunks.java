package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;

/**
 * Into how many chunks the rows are cut whose sums for dweight and dbias are taken apart. More of them keep more of the
 * device busy; each is a row of partial sums written and read again. The number follows from the sizes alone, so that
 * devices with room for the same rows give the same bits.
 */
final class RowNormChunks {
    /** As many as keep a device busy: a block for nearly every multiprocessor of a large one. */
    static final int BUSY = 128;
    /** Two blocks for each of them. */
    static final int MOST = 256;

    /**
     * Share of the traffic of x, dy and dx that partial sums may add, while there are fewer chunks than {@link #BUSY}.
     */
    private static final double SHARE_UNTIL_BUSY = 0.16;

    private static final double SHARE = 0.09;
    /** What small tensors may be cut into whatever it adds: they stay in a cache. */
    private static final int SMALL = 16;

    private static final int SMALL_ROWS = 8;

    private RowNormChunks() {}

    static int of(RowGeometry geometry, DType dyDType) {
        DType dtype = geometry.dtype();
        int sums = geometry.norm() == RowNorm.RMS ? 1 : 2;
        double tensors = (2.0 * dtype.bytes() + dyDType.bytes()) * geometry.rows();
        double chunksOfAll = tensors / (2.0 * sums * dtype.statistics().bytes());
        double busy = Math.min(SHARE_UNTIL_BUSY * chunksOfAll, Math.max(SHARE * chunksOfAll, BUSY));
        double small = Math.min(SMALL, Math.ceil(geometry.rows() / (double) SMALL_ROWS));
        return LaunchConfig.capped((long) Math.max(busy, small), MOST);
    }
}
