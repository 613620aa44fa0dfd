package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Operand;
import dev.evenkeel.internal.cpu.kernel.Result;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.cpu.kernel.WeightKernel;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Makes a tensor of a weight's shape: out ← x·alpha + left·rightᵀ as a matrix, or that added to out. */
final class WeightRankOne<A> implements WeightPieces.Piece {
    private final WeightKernel<A> kernel;
    private final Rows<A> rows;
    private final Operand<A> x;
    private final double alpha;
    private final double[] left;
    private final double[] right;
    private final HeapBuffer tensor;
    private final Result<A> out;
    private final boolean add;

    WeightRankOne(
            Arithmetic<A> arithmetic,
            HeapBuffer x,
            double alpha,
            double[] left,
            double[] right,
            HeapBuffer out,
            boolean add,
            Scratch scratch) {
        this.kernel = arithmetic.weights();
        this.rows = arithmetic.rows();
        this.x = Operand.of(rows, x, WeightPieces.LENGTH, scratch);
        this.alpha = alpha;
        this.left = left;
        this.right = right;
        this.tensor = out;
        this.out = Result.of(rows, out, WeightPieces.LENGTH, scratch);
        this.add = add;
    }

    @Override
    public void run(int at, int row, int runs, int column, int n, int into) {
        int from = x.load(at, runs * n);
        int to = out.at(at);
        A y = out.array();
        if (add && !out.direct()) {
            rows.load(tensor, at, y, to, runs * n);
        }
        if (n == 1) {
            kernel.combineVector(x.array(), from, alpha, left, row, right[column], y, to, runs, add);
        } else {
            for (int k = 0; k < runs; k++) {
                int skip = k * n;
                kernel.combineVector(x.array(), from + skip, alpha, right, column, left[row + k], y, to + skip, n, add);
            }
        }
        out.store(at, runs * n);
    }
}
