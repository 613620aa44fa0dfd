package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Operand;
import dev.evenkeel.internal.cpu.kernel.Result;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.cpu.kernel.WeightKernel;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Makes a tensor of a weight's shape: out ← x·alpha + y·beta, or that added to out; alpha and beta of each row. */
final class WeightCombination<A> implements WeightPieces.Piece {
    private final WeightKernel<A> kernel;
    private final Rows<A> rows;
    private final Operand<A> x;
    private final Operand<A> y;
    private final double[] alpha;
    private final double[] beta;
    private final HeapBuffer tensor;
    private final Result<A> out;
    private final boolean add;

    WeightCombination(
            Arithmetic<A> arithmetic,
            HeapBuffer x,
            double[] alpha,
            HeapBuffer y,
            double[] beta,
            HeapBuffer out,
            boolean add,
            Scratch scratch) {
        this.kernel = arithmetic.weights();
        this.rows = arithmetic.rows();
        this.x = Operand.of(rows, x, WeightPieces.LENGTH, scratch);
        this.y = y == x ? this.x : Operand.of(rows, y, WeightPieces.LENGTH, scratch);
        this.alpha = alpha;
        this.beta = beta;
        this.tensor = out;
        this.out = Result.of(rows, out, WeightPieces.LENGTH, scratch);
        this.add = add;
    }

    @Override
    public void run(int at, int row, int runs, int column, int n, int into) {
        int from = x.load(at, runs * n);
        int yFrom = y == x ? from : y.load(at, runs * n);
        int to = out.at(at);
        if (add && !out.direct()) {
            rows.load(tensor, at, out.array(), to, runs * n);
        }
        if (n == 1) {
            kernel.combineEach(x.array(), from, alpha, y.array(), yFrom, beta, row, out.array(), to, runs, add);
        } else if (y == x) {
            for (int k = 0; k < runs; k++) {
                kernel.scale(x.array(), from + k * n, alpha[row + k], out.array(), to + k * n, n, add);
            }
        } else {
            for (int k = 0; k < runs; k++) {
                kernel.combine(
                        x.array(),
                        from + k * n,
                        alpha[row + k],
                        y.array(),
                        yFrom + k * n,
                        beta[row + k],
                        out.array(),
                        to + k * n,
                        n,
                        add);
            }
        }
        out.store(at, runs * n);
    }
}
