package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Operand;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.cpu.kernel.WeightKernel;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Adds up columns of a weight: x·vector, an element of the vector for each row. */
final class WeightColumnSums<A> implements WeightPieces.Piece {
    private final WeightKernel<A> kernel;
    private final Operand<A> x;
    private final double[] vector;
    private final double[] totals;

    WeightColumnSums(Arithmetic<A> arithmetic, HeapBuffer x, double[] vector, double[] totals, Scratch scratch) {
        this.kernel = arithmetic.weights();
        this.x = Operand.of(arithmetic.rows(), x, WeightPieces.LENGTH, scratch);
        this.vector = vector;
        this.totals = totals;
    }

    @Override
    public void run(int at, int row, int runs, int column, int n, int into) {
        int from = x.load(at, runs * n);
        if (n == 1) {
            totals[column] += kernel.dotVector(x.array(), from, vector, row, runs);
            return;
        }
        for (int k = 0; k < runs; k++) {
            kernel.addScaled(x.array(), from + k * n, vector[row + k], totals, column, n);
        }
    }
}
