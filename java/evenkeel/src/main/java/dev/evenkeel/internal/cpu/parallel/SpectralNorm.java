package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.SpectralNormBackwardOp;
import dev.evenkeel.internal.spi.SpectralNormForwardOp;
import dev.evenkeel.internal.spi.WeightGeometry;
import org.jspecify.annotations.Nullable;

/**
 * Spectral norm. The last product of an iteration is the vector that sigma is the length of, so sigma takes no product
 * of its own.
 */
public final class SpectralNorm<A> {
    private final WeightMatrix<A> matrix;
    private final int rows;
    private final int columns;
    private final double[] u;
    private final double[] v;
    private final double[] product;

    private SpectralNorm(
            Arithmetic<A> arithmetic,
            WeightGeometry geometry,
            Buffer weight,
            Buffer u,
            Buffer v,
            Execution execution,
            Scratch scratch) {
        this.matrix = new WeightMatrix<>(arithmetic, geometry, weight, execution, scratch);
        this.rows = (int) geometry.rows();
        this.columns = (int) geometry.columns();
        this.u = values((HeapBuffer) u, rows, scratch);
        this.v = values((HeapBuffer) v, columns, scratch);
        this.product = scratch.doubles(Math.max(rows, columns));
    }

    /** Computes all outputs of {@code op}. */
    public static void forward(SpectralNormForwardOp op, Execution execution) {
        Arithmetic<?> arithmetic = execution.loops().of(op.geometry().dtype());
        try (Scratch scratch = Scratch.open()) {
            SpectralNorm<?> norm =
                    new SpectralNorm<>(arithmetic, op.geometry(), op.weight(), op.u(), op.v(), execution, scratch);
            double sigma = norm.iterate(op.iterations(), op.leftFirst(), op.eps());
            give(norm.u, norm.rows, op.uAfter());
            give(norm.v, norm.columns, op.vAfter());
            if (op.sigma() instanceof HeapBuffer into) {
                into.set(0, sigma);
            }
            if (op.w() instanceof HeapBuffer w) {
                norm.matrix.divide((HeapBuffer) op.weight(), sigma, w);
            }
        }
    }

    /** Computes the output of {@code op}. */
    public static void backward(SpectralNormBackwardOp op, Execution execution) {
        Arithmetic<?> arithmetic = execution.loops().of(op.geometry().dtype());
        HeapBuffer dw = (HeapBuffer) op.dw();
        try (Scratch scratch = Scratch.open()) {
            SpectralNorm<?> norm =
                    new SpectralNorm<>(arithmetic, op.geometry(), op.weight(), op.u(), op.v(), execution, scratch);
            double along = norm.matrix.timesColumns(norm.v, norm.product, dw);
            double sigma = dot(norm.u, norm.product, norm.rows);
            for (int row = 0; row < norm.rows; row++) {
                norm.u[row] *= -along / sigma / sigma;
            }
            norm.matrix.rankOne(dw, 1 / sigma, norm.u, norm.v, (HeapBuffer) op.dweight(), op.accumulate());
        }
    }

    /** Moves u and v; returns sigma. */
    private double iterate(int iterations, boolean leftFirst, double eps) {
        if (iterations == 0) {
            matrix.timesColumns(v, product);
            return dot(u, product, rows);
        }
        double sigma = 0;
        for (int i = 0; i < iterations; i++) {
            sigma = leftFirst ? left(eps) : right(eps);
            sigma = leftFirst ? right(eps) : left(eps);
        }
        return sigma;
    }

    /** u ← normalize(M·v); returns uᵀ·M·v. */
    private double left(double eps) {
        matrix.timesColumns(v, product);
        return normalize(u, rows, eps);
    }

    /** v ← normalize(Mᵀ·u); returns uᵀ·M·v. */
    private double right(double eps) {
        matrix.timesRows(u, product);
        return normalize(v, columns, eps);
    }

    private double normalize(double[] vector, int n, double eps) {
        double norm = Math.max(Math.sqrt(dot(product, product, n)), eps);
        for (int i = 0; i < n; i++) {
            vector[i] = product[i] / norm;
        }
        return dot(vector, product, n);
    }

    private static double dot(double[] a, double[] b, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] values(HeapBuffer buffer, int n, Scratch scratch) {
        double[] values = scratch.doubles(n);
        for (int i = 0; i < n; i++) {
            values[i] = buffer.get(i);
        }
        return values;
    }

    private static void give(double[] values, int n, @Nullable Buffer into) {
        for (int i = 0; into instanceof HeapBuffer buffer && i < n; i++) {
            buffer.set(i, values[i]);
        }
    }
}
