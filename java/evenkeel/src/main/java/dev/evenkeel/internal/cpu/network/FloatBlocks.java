package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.MatrixProductOp;
import dev.evenkeel.internal.spi.MatrixView;
import dev.ludovic.netlib.blas.BLAS;
import java.util.Arrays;

/** A product in F32. BLAS wants matrices by columns, so it gets those by rows as their transposes: cᵀ = bᵀ·aᵀ. */
final class FloatBlocks implements MatrixBlocks {
    private final MatrixProductOp op;
    private final BLAS blas;
    private final float[] c;

    FloatBlocks(MatrixProductOp op, BLAS blas) {
        this.op = op;
        this.blas = blas;
        this.c = array(op.c());
    }

    @Override
    public void multiply(int firstRow, int endRow, int firstCol, int endCol) {
        boolean added = op.bias() != null || op.accumulate() || op.depth() == 0;
        if (added) {
            for (int row = firstRow; row < endRow; row++) {
                start(op.c().at(row, firstCol), firstCol, endCol - firstCol);
            }
        }
        if (op.depth() > 0) {
            addProduct(firstRow, endRow, firstCol, endCol, added ? 1 : 0);
        }
    }

    /** What a part of a row is before the product is added to it. */
    private void start(int at, int firstCol, int cols) {
        if (!op.accumulate()) {
            Arrays.fill(c, at, at + cols, 0);
        }
        if (op.bias() != null) {
            float[] bias = ((HeapBuffer) op.bias()).floats();
            for (int i = 0; i < cols; i++) {
                c[at + i] += bias[firstCol + i];
            }
        }
    }

    private void addProduct(int firstRow, int endRow, int firstCol, int endCol, float beta) {
        int depth = (int) op.depth();
        MatrixView a = op.transposeA()
                ? fitting(op.a().block(0, depth, firstRow, endRow))
                : fitting(op.a().block(firstRow, endRow, 0, depth));
        MatrixView b = op.transposeB()
                ? fitting(op.b().block(firstCol, endCol, 0, depth))
                : fitting(op.b().block(0, depth, firstCol, endCol));
        blas.sgemm(
                op.transposeB() ? "T" : "N",
                op.transposeA() ? "T" : "N",
                endCol - firstCol,
                endRow - firstRow,
                depth,
                1,
                array(b),
                b.at(0, 0),
                (int) b.stride(),
                array(a),
                a.at(0, 0),
                (int) a.stride(),
                beta,
                c,
                op.c().at(firstRow, firstCol),
                (int) op.c().stride());
    }

    /** The same matrix or a copy: this BLAS refuses one whose last row, with the gap behind it, leaves the array. */
    private static MatrixView fitting(MatrixView view) {
        int rows = (int) view.rows();
        int cols = (int) view.cols();
        if (view.offset() + rows * view.stride() <= array(view).length) {
            return view;
        }
        float[] copy = new float[rows * cols];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(array(view), view.at(row, 0), copy, row * cols, cols);
        }
        return MatrixView.of(HeapBuffer.wrap(copy), rows, cols);
    }

    private static float[] array(MatrixView view) {
        return ((HeapBuffer) view.buffer()).floats();
    }
}
