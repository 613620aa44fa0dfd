package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.WeightGeometry;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The products that spectral norm takes with a weight as a matrix, by all threads. Vectors are in double. */
final class WeightMatrix<A> {
    private final Arithmetic<A> arithmetic;
    private final Execution execution;
    private final WeightPieces pieces;
    private final HeapBuffer weight;
    private final int rows;
    private final int columns;
    private final double[] first;
    private final double[] second;

    WeightMatrix(
            Arithmetic<A> arithmetic, WeightGeometry geometry, Buffer weight, Execution execution, Scratch scratch) {
        this.arithmetic = arithmetic;
        this.execution = execution;
        this.pieces = new WeightPieces(geometry);
        this.weight = (HeapBuffer) weight;
        this.rows = (int) geometry.rows();
        this.columns = (int) geometry.columns();
        this.first = scratch.doubles(pieces.totals());
        this.second = scratch.doubles(pieces.totals());
    }

    /** product ← M·v. */
    void timesColumns(double[] v, double[] product) {
        timesColumns(v, product, null);
    }

    /** product ← M·v; returns ⟨other, weight⟩, 0 without another tensor. */
    double timesColumns(double[] v, double[] product, @Nullable HeapBuffer other) {
        Arrays.fill(first, 0, pieces.totals(), 0);
        Arrays.fill(second, 0, pieces.totals(), 0);
        execution.run(pieces.split(), pieces.elementsEach(), (chunk, from, end) -> {
            try (Scratch scratch = Scratch.open()) {
                pieces.run(chunk, from, end, new WeightSums<>(arithmetic, weight, v, other, first, second, scratch));
            }
        });
        pieces.fold(first, product, 0, rows);
        double sum = 0;
        for (int i = 0; i < pieces.totals(); i++) {
            sum += second[i];
        }
        return sum;
    }

    /** product ← Mᵀ·u. */
    void timesRows(double[] u, double[] product) {
        Arrays.fill(product, 0, columns, 0);
        execution.run(pieces.columnSplit(), pieces.columnElements(), (chunk, from, end) -> {
            try (Scratch scratch = Scratch.open()) {
                pieces.columns(from, end, new WeightColumnSums<>(arithmetic, weight, u, product, scratch));
            }
        });
    }

    /** out ← x·alpha + left·rightᵀ, or that added to out. */
    void rankOne(HeapBuffer x, double alpha, double[] left, double[] right, HeapBuffer out, boolean add) {
        execution.run(pieces.split(), pieces.elementsEach(), (chunk, from, end) -> {
            try (Scratch scratch = Scratch.open()) {
                pieces.run(chunk, from, end, new WeightRankOne<>(arithmetic, x, alpha, left, right, out, add, scratch));
            }
        });
    }

    /** out ← x/divisor. */
    void divide(HeapBuffer x, double divisor, HeapBuffer out) {
        try (Scratch outside = Scratch.open()) {
            double[] alpha = outside.doubles(rows);
            Arrays.fill(alpha, 0, rows, 1 / divisor);
            double[] beta = outside.doubles(rows);
            Arrays.fill(beta, 0, rows, 0);
            execution.run(pieces.split(), pieces.elementsEach(), (chunk, from, end) -> {
                try (Scratch scratch = Scratch.open()) {
                    pieces.run(
                            chunk,
                            from,
                            end,
                            new WeightCombination<>(arithmetic, x, alpha, x, beta, out, false, scratch));
                }
            });
        }
    }
}
