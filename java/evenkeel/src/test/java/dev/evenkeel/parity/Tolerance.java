package dev.evenkeel.parity;

import dev.evenkeel.DType;

/**
 * How far a device may be from the float64 reference, relative to a bound of what enters a value.
 *
 * <table>
 * <caption>Tolerances</caption>
 * <tr><td>F64</td><td>1e-13</td><td>sums of 10 000 terms, some hundred roundings of 1.1e-16</td></tr>
 * <tr><td>F32</td><td>1e-6</td><td>statistics and arithmetic in float32, some ten roundings of 6e-8</td></tr>
 * <tr><td>F16, BF16</td><td>one unit roundoff more</td><td>computed as F32, then rounded once</td></tr>
 * </table>
 *
 * The bound of a value: a rounding error in x̂ is one of x that rstd has multiplied, hence (1 + |value|)·max(1, rstd);
 * sums over n values add √n of that.
 */
public final class Tolerance {
    private Tolerance() {}

    static double of(DType dtype) {
        return switch (dtype) {
            case F64 -> 1e-13;
            case F32 -> 1e-6;
            default -> 1e-6 + 1.01 * dtype.unitRoundoff();
        };
    }

    /** For {@code values} that x̂ enters once, multiplied by their own group's {@code rstd}. */
    public static double[] bounds(DType dtype, double[] values, java.util.function.IntToDoubleFunction rstd) {
        double[] bounds = new double[values.length];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = of(dtype) * (1 + Math.abs(values[i])) * Math.max(1, rstd.applyAsDouble(i));
        }
        return bounds;
    }

    /** For sums over {@code n} values, in a tensor of type {@code dtype}. */
    public static double[] bounds(DType dtype, double[] sums, double n, double rstd) {
        double[] bounds = new double[sums.length];
        for (int i = 0; i < bounds.length; i++) {
            double computed = of(dtype.statistics()) * Math.sqrt(n) * Math.max(1, rstd) * 4;
            bounds[i] = of(dtype) * (1 + Math.abs(sums[i])) + computed;
        }
        return bounds;
    }
}
