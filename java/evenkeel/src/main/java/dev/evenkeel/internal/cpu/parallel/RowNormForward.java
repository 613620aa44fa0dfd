package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.RowKernel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RowNormForwardOp;

/** Layer and RMS normalization: a row is loaded once and stays in cache until its y is stored. */
public final class RowNormForward<A> {
    private final RowNormForwardOp op;
    private final Arithmetic<A> arithmetic;
    private final Rows<A> rows;
    private final RowKernel<A> kernel;
    private final int cols;
    private final A weight;
    private final A bias;

    private RowNormForward(Arithmetic<A> arithmetic, RowNormForwardOp op) {
        this.op = op;
        this.arithmetic = arithmetic;
        this.rows = arithmetic.rows();
        this.kernel = arithmetic.row();
        this.cols = (int) op.geometry().cols();
        this.weight = rows.weight(op.weight(), cols, op.geometry().weightOffset());
        this.bias = rows.parameter(op.bias(), cols, 0);
    }

    /** Computes all outputs of {@code op}. */
    public static void run(RowNormForwardOp op, ParallelChunks threads) {
        DType dtype = op.geometry().dtype();
        Arithmetic<?> arithmetic = op.residual() == null ? Arithmetic.of(dtype) : Arithmetic.ofSum(dtype);
        RowNormForward<?> forward = new RowNormForward<>(arithmetic, op);
        threads.run(Split.of(op.geometry().rows(), forward.cols), forward.cols, forward::rows);
    }

    private void rows(int chunk, int first, int end) {
        A v = rows.allocate(cols);
        A residual = rows.allocate(op.residual() == null ? 0 : cols);
        for (int row = first; row < end; row++) {
            load(row, v, residual);
            Moments moments = RowMoments.of(op.geometry().norm(), arithmetic, v, cols);
            double rstd = moments.rstd(op.geometry().eps());
            if (op.y() != null) {
                kernel.normalize(v, cols, moments.center(), rstd, -moments.rest() * rstd);
                kernel.affine(v, weight, bias, cols);
                rows.store(v, 0, (HeapBuffer) op.y(), row * cols, cols);
            }
            if (op.mean() != null) {
                ((HeapBuffer) op.mean()).set(row, moments.mean());
            }
            if (op.rstd() != null) {
                ((HeapBuffer) op.rstd()).set(row, rstd);
            }
        }
    }

    private void load(int row, A v, A residual) {
        rows.load((HeapBuffer) op.x(), row * cols, v, 0, cols);
        if (op.residual() != null) {
            rows.load((HeapBuffer) op.residual(), row * cols, residual, 0, cols);
            kernel.add(v, residual, cols);
        }
        if (op.sum() != null) {
            rows.store(v, 0, (HeapBuffer) op.sum(), row * cols, cols);
        }
    }
}
