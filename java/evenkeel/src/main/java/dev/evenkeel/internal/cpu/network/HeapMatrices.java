package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.cpu.parallel.ParallelChunks;
import dev.evenkeel.internal.cpu.parallel.Split;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.MatrixBackend;
import dev.evenkeel.internal.spi.MatrixProductOp;
import dev.evenkeel.internal.spi.MatrixView;
import dev.ludovic.netlib.blas.BLAS;

/** Products of matrices by a BLAS in Java, and sums; cut by shape alone, so that bits don't depend on the threads. */
final class HeapMatrices implements MatrixBackend {
    /** Rows or columns of a chunk at least, as the other factor is read once for each chunk. */
    private static final long WIDTH = 32;

    /** Multiplications in a chunk at least: with fewer than a million, the BLAS leaves its loops over vectors. */
    private static final long MULTIPLICATIONS = 1 << 21;

    /** Chunks of rows that are summed at most. */
    private static final int SUMS = 64;

    private final Execution execution;
    private final BLAS blas;

    HeapMatrices(Execution execution) {
        this.execution = execution;
        this.blas = JavaBlas.like(execution.loops());
    }

    @Override
    public void multiply(MatrixProductOp op) {
        int rows = (int) op.c().rows();
        int cols = (int) op.c().cols();
        if (rows == 0 || cols == 0) {
            return;
        }
        MatrixBlocks blocks =
                op.c().buffer().dtype() == DType.F64 ? new DoubleBlocks(op, blas) : new FloatBlocks(op, blas);
        if (rows >= cols) {
            run(rows, cols * Math.max(1, op.depth()), (chunk, first, end) -> blocks.multiply(first, end, 0, cols));
        } else {
            run(cols, rows * Math.max(1, op.depth()), (chunk, first, end) -> blocks.multiply(0, rows, first, end));
        }
    }

    private void run(int items, long each, ParallelChunks.Chunk chunk) {
        long size = Math.max(WIDTH, (MULTIPLICATIONS - 1) / each + 1);
        execution.run(new Split(items, (int) Math.min(items, size)), each, chunk);
    }

    @Override
    public void sumRows(MatrixView x, Buffer into, boolean accumulate) {
        int cols = (int) x.cols();
        HeapBuffer from = (HeapBuffer) x.buffer();
        HeapBuffer to = (HeapBuffer) into;
        Split split = Split.of(x.rows(), cols, SUMS);
        double[] sums = new double[split.chunks() * cols];
        execution.run(split, cols, (chunk, first, end) -> {
            for (int row = first; row < end; row++) {
                add(from, (int) (x.offset() + row * x.stride()), sums, chunk * cols, cols);
            }
        });
        for (int col = 0; col < cols; col++) {
            double sum = accumulate ? to.get(col) : 0;
            for (int at = col; at < sums.length; at += cols) {
                sum += sums[at];
            }
            to.set(col, sum);
        }
    }

    private static void add(HeapBuffer from, int first, double[] sums, int at, int count) {
        if (from.dtype() == DType.F64) {
            double[] values = from.doubles();
            for (int i = 0; i < count; i++) {
                sums[at + i] += values[first + i];
            }
        } else {
            float[] values = from.floats();
            for (int i = 0; i < count; i++) {
                sums[at + i] += values[first + i];
            }
        }
    }

    @Override
    public String description() {
        return "netlib BLAS in Java, " + execution.loops().name();
    }
}
