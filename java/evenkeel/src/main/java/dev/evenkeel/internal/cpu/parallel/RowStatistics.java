package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.RowBlock;
import dev.evenkeel.internal.cpu.kernel.RowNormKernel;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The statistics that a backward was given, and those of the rows where it was not. */
final class RowStatistics<A> {
    private final RowNormBackwardOp op;
    private final RowNormKernel<A> kernel;
    private final @Nullable RowMoments<A> moments;
    private final int cols;

    RowStatistics(Arithmetic<A> arithmetic, RowNormBackwardOp op) {
        this.op = op;
        this.kernel = arithmetic.rowNorm();
        this.cols = (int) op.geometry().cols();
        boolean complete =
                op.rstd() != null && (op.mean() != null || op.geometry().norm() == RowNorm.RMS);
        this.moments = complete ? null : new RowMoments<>(arithmetic, op.geometry());
    }

    /** Sets what x̂ of a block is made with; its first row is row {@code first} of x. */
    void of(RowBlock<A> block, int first) {
        if (moments != null) {
            moments.begin(block);
            kernel.sums(block, cols);
            moments.finish(block);
        } else {
            Arrays.fill(block.shift(), 0);
            Arrays.fill(block.offset(), 0);
        }
        if (op.mean() instanceof HeapBuffer mean) {
            read(mean, first, block.shift(), block.count());
            Arrays.fill(block.offset(), 0);
        }
        if (op.rstd() instanceof HeapBuffer rstd) {
            for (int t = 0; moments != null && t < block.count(); t++) {
                if (block.offset()[t] != 0) {
                    block.offset()[t] *= rstd.get(first + t) / block.scale()[t];
                }
            }
            read(rstd, first, block.scale(), block.count());
        }
    }

    private static void read(HeapBuffer values, int first, double[] into, int n) {
        if (values.dtype() == DType.F32) {
            float[] floats = values.floats();
            for (int t = 0; t < n; t++) {
                into[t] = floats[first + t];
            }
            return;
        }
        for (int t = 0; t < n; t++) {
            into[t] = values.get(first + t);
        }
    }
}
