package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.SpectralNormBackwardOp;
import dev.evenkeel.internal.spi.SpectralNormForwardOp;
import dev.evenkeel.internal.spi.WeightGeometry;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Spectral norm as its formulas read, in double. */
final class ScalarSpectralNorm {
    private final HeapBuffer weight;
    private final WeightElements at;

    private ScalarSpectralNorm(WeightGeometry geometry, Buffer weight) {
        this.weight = (HeapBuffer) weight;
        this.at = WeightElements.of(geometry);
    }

    static void forward(SpectralNormForwardOp op) {
        ScalarSpectralNorm matrix = new ScalarSpectralNorm(op.geometry(), op.weight());
        double[] u = values(op.u());
        double[] v = values(op.v());
        for (int i = 0; i < op.iterations(); i++) {
            if (op.leftFirst()) {
                u = normalized(matrix.timesColumns(v), op.eps());
                v = normalized(matrix.timesRows(u), op.eps());
            } else {
                v = normalized(matrix.timesRows(u), op.eps());
                u = normalized(matrix.timesColumns(v), op.eps());
            }
        }
        double sigma = dot(u, matrix.timesColumns(v));
        OptionalValues w = OptionalValues.out(op.w());
        for (int i = 0; i < matrix.weight.length(); i++) {
            w.set(i, matrix.weight.get(i) / sigma);
        }
        OptionalValues.out(op.sigma()).set(0, sigma);
        give(u, op.uAfter());
        give(v, op.vAfter());
    }

    static void backward(SpectralNormBackwardOp op) {
        ScalarSpectralNorm matrix = new ScalarSpectralNorm(op.geometry(), op.weight());
        HeapBuffer dw = (HeapBuffer) op.dw();
        double[] u = values(op.u());
        double[] v = values(op.v());
        double sigma = dot(u, matrix.timesColumns(v));
        double along = sum(dw.length(), i -> dw.get(i) * (matrix.weight.get(i) / sigma));
        OptionalValues dweight = OptionalValues.out(op.dweight());
        for (int row = 0; row < u.length; row++) {
            for (int column = 0; column < v.length; column++) {
                int element = matrix.at.of(row, column);
                double gradient = (dw.get(element) - along * u[row] * v[column]) / sigma;
                dweight.setOrAdd(element, gradient, op.accumulate());
            }
        }
    }

    /** M·v. */
    private double[] timesColumns(double[] v) {
        double[] t = new double[at.rows()];
        for (int row = 0; row < t.length; row++) {
            int r = row;
            t[row] = sum(v.length, column -> weight.get(at.of(r, column)) * v[column]);
        }
        return t;
    }

    /** Mᵀ·u. */
    private double[] timesRows(double[] u) {
        double[] t = new double[at.columns()];
        for (int column = 0; column < t.length; column++) {
            int c = column;
            t[column] = sum(u.length, row -> weight.get(at.of(row, c)) * u[row]);
        }
        return t;
    }

    private static double[] normalized(double[] t, double eps) {
        double norm = Math.max(Math.sqrt(dot(t, t)), eps);
        double[] unit = new double[t.length];
        for (int i = 0; i < t.length; i++) {
            unit[i] = t[i] / norm;
        }
        return unit;
    }

    private static double dot(double[] a, double[] b) {
        return sum(a.length, i -> a[i] * b[i]);
    }

    private static double sum(int n, IntToDoubleFunction summand) {
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < n; i++) {
            sum.add(summand.applyAsDouble(i));
        }
        return sum.value();
    }

    private static double[] values(Buffer buffer) {
        double[] values = new double[(int) buffer.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((HeapBuffer) buffer).get(i);
        }
        return values;
    }

    private static void give(double[] values, @Nullable Buffer into) {
        for (int i = 0; i < values.length; i++) {
            OptionalValues.out(into).set(i, values[i]);
        }
    }
}
