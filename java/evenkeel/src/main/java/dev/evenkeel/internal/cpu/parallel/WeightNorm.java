package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.WeightGeometry;
import dev.evenkeel.internal.spi.WeightNormBackwardOp;
import dev.evenkeel.internal.spi.WeightNormForwardOp;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Weight norm: the sums of a row, then what its elements become. Row by row where rows are runs that stay in the cache,
 * else all sums first.
 */
public final class WeightNorm<A> {
    private final Arithmetic<A> arithmetic;
    private final WeightPieces pieces;
    private final int rows;
    private final int inner;
    private final HeapBuffer v;
    private final @Nullable HeapBuffer dw;
    private final Coefficients coefficients;
    private final double[] squares;
    private final double[] products;
    private final double[] alpha;
    private final double[] beta;

    private WeightNorm(
            Arithmetic<A> arithmetic,
            WeightGeometry geometry,
            Buffer v,
            @Nullable Buffer dw,
            Coefficients coefficients,
            Scratch scratch) {
        this.arithmetic = arithmetic;
        this.pieces = new WeightPieces(geometry);
        this.rows = (int) geometry.rows();
        this.inner = (int) geometry.inner();
        this.v = (HeapBuffer) v;
        this.dw = (HeapBuffer) dw;
        this.coefficients = coefficients;
        this.squares = zeros(scratch, pieces.totals());
        this.products = zeros(scratch, dw == null ? 0 : pieces.totals());
        this.alpha = zeros(scratch, rows);
        this.beta = zeros(scratch, rows);
    }

    /** What a row's sums come to. */
    private interface Coefficients {
        /** Replaces Σ v² by the factor of v or dw, Σ dw·v by that of v in a gradient; gives what is left of them. */
        void of(double[] alpha, double[] beta, int row);
    }

    /** Computes all outputs of {@code op}. */
    public static void forward(WeightNormForwardOp op, Execution execution) {
        HeapBuffer g = (HeapBuffer) op.g();
        HeapBuffer norms = (HeapBuffer) op.norm();
        Coefficients coefficients = (alpha, beta, row) -> {
            double norm = Math.max(Math.sqrt(alpha[row]), op.eps());
            alpha[row] = (g == null ? 1 : g.get(row)) / norm;
            if (norms != null) {
                norms.set(row, norm);
            }
        };
        Arithmetic<?> arithmetic = execution.loops().of(op.geometry().dtype());
        try (Scratch scratch = Scratch.open()) {
            new WeightNorm<>(arithmetic, op.geometry(), op.v(), null, coefficients, scratch)
                    .run(op.w(), false, execution);
        }
    }

    /** Computes all outputs of {@code op}. */
    public static void backward(WeightNormBackwardOp op, Execution execution) {
        HeapBuffer g = (HeapBuffer) op.g();
        HeapBuffer dg = (HeapBuffer) op.dg();
        Coefficients coefficients = (alpha, beta, row) -> {
            double length = Math.sqrt(alpha[row]);
            double norm = Math.max(length, op.eps());
            double along = beta[row] / norm;
            alpha[row] = (g == null ? 1 : g.get(row)) / norm;
            beta[row] = length < op.eps() ? 0 : -alpha[row] * along / norm;
            if (dg != null) {
                dg.set(row, op.accumulate() ? dg.get(row) + along : along);
            }
        };
        Arithmetic<?> arithmetic = execution.loops().of(op.geometry().dtype());
        try (Scratch scratch = Scratch.open()) {
            new WeightNorm<>(arithmetic, op.geometry(), op.v(), op.dw(), coefficients, scratch)
                    .run(op.dv(), op.accumulate(), execution);
        }
    }

    private void run(@Nullable Buffer result, boolean add, Execution execution) {
        HeapBuffer out = (HeapBuffer) result;
        if (pieces.oneRunEach()) {
            execution.run(Split.of(rows, inner), inner, (chunk, first, end) -> rows(first, end, out, add));
            return;
        }
        execution.run(pieces.split(), pieces.elementsEach(), (chunk, first, end) -> {
            try (Scratch scratch = Scratch.open()) {
                pieces.run(chunk, first, end, sums(scratch));
            }
        });
        coefficients(0, rows);
        if (out != null) {
            execution.run(pieces.split(), pieces.elementsEach(), (chunk, first, end) -> {
                try (Scratch scratch = Scratch.open()) {
                    pieces.run(chunk, first, end, combination(out, add, scratch));
                }
            });
        }
    }

    private void rows(int first, int end, @Nullable HeapBuffer out, boolean add) {
        int items = pieces.piecesOfRow();
        try (Scratch scratch = Scratch.open()) {
            WeightSums<A> sums = sums(scratch);
            WeightCombination<A> combination = out == null ? null : combination(out, add, scratch);
            for (int row = first; row < end; row++) {
                pieces.run(0, row * items, (row + 1) * items, sums);
                coefficients(row, row + 1);
                if (combination != null) {
                    pieces.run(0, row * items, (row + 1) * items, combination);
                }
            }
        }
    }

    private WeightSums<A> sums(Scratch scratch) {
        return new WeightSums<>(arithmetic, v, null, dw, squares, products, scratch);
    }

    private WeightCombination<A> combination(HeapBuffer out, boolean add, Scratch scratch) {
        return new WeightCombination<>(arithmetic, dw == null ? v : dw, alpha, v, beta, out, add, scratch);
    }

    private void coefficients(int first, int end) {
        pieces.fold(squares, alpha, first, end);
        if (dw != null) {
            pieces.fold(products, beta, first, end);
        }
        for (int row = first; row < end; row++) {
            coefficients.of(alpha, beta, row);
        }
    }

    private static double[] zeros(Scratch scratch, int n) {
        double[] array = scratch.doubles(n);
        Arrays.fill(array, 0, n, 0);
        return array;
    }
}
