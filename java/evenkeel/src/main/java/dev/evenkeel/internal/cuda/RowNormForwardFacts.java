package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import org.jspecify.annotations.Nullable;

/**
 * All that the launch of a row norm's forward pass follows from, the device apart. Calls with equal facts are launched
 * alike, whatever their addresses.
 *
 * @param geometry of x
 * @param yDType type of y; that of x where there is none
 * @param residual whether a residual is added
 * @param aligned whether every tensor, weight and bias begin at multiples of 16 bytes
 */
record RowNormForwardFacts(RowGeometry geometry, DType yDType, boolean residual, boolean aligned) {
    static RowNormForwardFacts of(RowNormForwardOp op) {
        Buffer y = op.y();
        DType dtype = op.geometry().dtype();
        return new RowNormForwardFacts(
                op.geometry(),
                y == null ? dtype : y.dtype(),
                op.residual() != null,
                aligned(op.x(), op.residual(), op.weight(), op.bias(), y, op.sum()));
    }

    /** Whether all of these that there are begin at multiples of 16 bytes. */
    static boolean aligned(@Nullable Buffer... buffers) {
        long bits = 0;
        for (Buffer buffer : buffers) {
            bits |= buffer == null ? 0 : ((CudaBuffer) buffer).address();
        }
        return (bits & 15) == 0;
    }
}
