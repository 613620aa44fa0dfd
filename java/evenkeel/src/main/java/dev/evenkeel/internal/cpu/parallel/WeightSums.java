package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Operand;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.cpu.kernel.WeightKernel;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Adds up rows of a weight: x·vector, or x² without one, to the first totals, x·other, if there is one, to the second. */
final class WeightSums<A> implements WeightPieces.Piece {
    private final WeightKernel<A> kernel;
    private final Operand<A> x;
    private final double @Nullable [] vector;
    private final @Nullable Operand<A> other;
    private final double[] first;
    private final double[] second;

    WeightSums(
            Arithmetic<A> arithmetic,
            HeapBuffer x,
            double @Nullable [] vector,
            @Nullable HeapBuffer other,
            double[] first,
            double[] second,
            Scratch scratch) {
        this.kernel = arithmetic.weights();
        this.x = Operand.of(arithmetic.rows(), x, WeightPieces.LENGTH, scratch);
        this.vector = vector;
        this.other = other == null ? null : Operand.of(arithmetic.rows(), other, WeightPieces.LENGTH, scratch);
        this.first = first;
        this.second = second;
    }

    @Override
    public void run(int at, int row, int runs, int column, int n, int into) {
        int from = x.load(at, runs * n);
        if (n == 1) {
            elements(from, runs, column, into);
        } else if (vector != null) {
            for (int k = 0; k < runs; k++) {
                first[into + k] += kernel.dotVector(x.array(), from + k * n, vector, column, n);
            }
        } else {
            for (int k = 0; k < runs; k++) {
                first[into + k] += kernel.dot(x.array(), from + k * n, x.array(), from + k * n, n);
            }
        }
        if (other != null) {
            second(other, other.load(at, runs * n), from, runs, n, into);
        }
    }

    private void elements(int from, int runs, int column, int into) {
        if (vector != null) {
            kernel.addScaled(x.array(), from, vector[column], first, into, runs);
        } else {
            kernel.addProducts(x.array(), from, x.array(), from, first, into, runs);
        }
    }

    private void second(Operand<A> y, int yFrom, int from, int runs, int n, int into) {
        if (n == 1) {
            kernel.addProducts(x.array(), from, y.array(), yFrom, second, into, runs);
            return;
        }
        for (int k = 0; k < runs; k++) {
            second[into + k] += kernel.dot(x.array(), from + k * n, y.array(), yFrom + k * n, n);
        }
    }
}
