package dev.evenkeel.parity;

import dev.evenkeel.DType;
import java.util.function.IntToDoubleFunction;

/**
 * How far the outputs of a case may be from float64: one rounding of each to its type, and of what it is made of, some
 * roundings to the type of statistics. A sum of products is off by those of the lengths of its factors.
 */
final class WeightBounds {
    private static final double SOME = 8;
    /** Half of the smallest float16, to which small weights are rounded; bfloat16 has floats' exponents. */
    private static final double TINY = 0x1p-25;

    private final WeightCase c;
    private final WeightInputs inputs;
    private final double[] lengths;
    private final double[] gradientLengths;
    private final double weightLength;
    private final double gradientLength;
    private final double part;
    private final double sigma;

    WeightBounds(WeightCase c) {
        this.c = c;
        this.inputs = WeightInputs.of(c);
        this.lengths = lengths(inputs.weight());
        this.gradientLengths = lengths(inputs.gradient());
        this.weightLength = WeightInputs.length(inputs.weight());
        this.gradientLength = WeightInputs.length(inputs.gradient());
        this.part = SOME * Tolerance.of(c.dtype().statistics());
        this.sigma = sigma();
    }

    double[] of(String name, double[] values) {
        DType statistics = c.dtype().statistics();
        return switch (name) {
            case "w", "spectral w" -> bounds(c.dtype(), values, i -> part * Math.abs(values[i]));
            case "norm", "sigma" -> bounds(statistics, values, i -> part * Math.abs(values[i]));
            case "u", "v" -> bounds(statistics, values, i -> part);
            case "dv" -> bounds(c.dtype(), values, i -> old(inputs.old()[i]) + dv(i));
            case "dg" -> bounds(c.gDType(), values, i -> old(inputs.oldG()[i]) + part * gradientLengths[i]);
            default -> bounds(c.dtype(), values, i -> old(inputs.old()[i]) + dweight(i));
        };
    }

    private double dv(int i) {
        int row = row(i);
        double along = Math.abs(inputs.weight()[i]) * gradientLengths[row] / lengths[row];
        return part * Math.abs(inputs.g()[row]) / lengths[row] * (Math.abs(inputs.gradient()[i]) + along);
    }

    private double dweight(int i) {
        double product = c.vector()
                ? Math.abs(inputs.weight()[i]) / weightLength
                : Math.abs(inputs.u()[c.row(i)] * inputs.v()[c.column(i)]);
        double along = gradientLength * weightLength / sigma * product;
        return part / sigma * (Math.abs(inputs.gradient()[i]) + along);
    }

    private double old(double value) {
        return c.accumulate() ? part * Math.abs(value) : 0;
    }

    private static double[] bounds(DType dtype, double[] values, IntToDoubleFunction more) {
        double[] bounds = new double[values.length];
        double tiny = dtype == DType.F16 ? TINY : 1e-40;
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Tolerance.of(dtype) * Math.abs(values[i]) + more.applyAsDouble(i) + tiny;
        }
        return bounds;
    }

    private int row(int element) {
        return c.whole() ? 0 : c.row(element);
    }

    private double[] lengths(double[] values) {
        double[] lengths = new double[inputs.g().length];
        for (int i = 0; i < values.length; i++) {
            lengths[row(i)] += values[i] * values[i];
        }
        for (int row = 0; row < lengths.length; row++) {
            lengths[row] = Math.sqrt(lengths[row]);
        }
        return lengths;
    }

    private double sigma() {
        if (c.vector()) {
            return weightLength;
        }
        double sum = 0;
        for (int i = 0; i < inputs.weight().length; i++) {
            sum += inputs.u()[c.row(i)] * inputs.weight()[i] * inputs.v()[c.column(i)];
        }
        return Math.abs(sum);
    }
}
