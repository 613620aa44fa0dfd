package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;

/**
 * All that the launches of a row norm's backward pass follow from, the device apart. Calls with equal facts are
 * launched alike, whatever their addresses.
 *
 * @param geometry of x
 * @param dyDType type of dy
 * @param saved whether the statistics are given
 * @param dsum whether a gradient of the sum is added
 * @param dx whether dx is wanted
 * @param dweight whether dweight is wanted
 * @param dbias whether dbias is wanted
 * @param aligned whether every tensor, weight and the gradients begin at multiples of 16 bytes
 */
record RowNormBackwardFacts(
        RowGeometry geometry,
        DType dyDType,
        boolean saved,
        boolean dsum,
        boolean dx,
        boolean dweight,
        boolean dbias,
        boolean aligned) {
    static RowNormBackwardFacts of(RowNormBackwardOp op) {
        RowGeometry geometry = op.geometry();
        return new RowNormBackwardFacts(
                geometry,
                op.dy().dtype(),
                op.rstd() != null && (op.mean() != null || geometry.norm() == RowNorm.RMS),
                op.dsum() != null,
                op.dx() != null,
                op.dweight() != null,
                op.dbias() != null,
                RowNormForwardFacts.aligned(
                        op.dy(), op.x(), op.weight(), op.dsum(), op.dx(), op.dweight(), op.dbias()));
    }

    /** Whether gradients of parameters are wanted. */
    boolean parameters() {
        return dweight || dbias;
    }
}
