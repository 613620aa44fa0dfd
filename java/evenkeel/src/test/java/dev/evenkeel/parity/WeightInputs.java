package dev.evenkeel.parity;

import dev.evenkeel.DType;
import dev.evenkeel.testing.Randoms;

/**
 * The numbers of a case: noise around a matrix of rank one, lest sigma be a difference of large numbers; u and v are
 * near what its power iteration goes to.
 */
record WeightInputs(
        double[] weight, double[] gradient, double[] g, double[] u, double[] v, double[] old, double[] oldG) {
    static WeightInputs of(WeightCase c) {
        Randoms randoms = new Randoms(c.shape().count());
        double[] left = randoms.normal(c.rows(), 0, 1);
        double[] right = randoms.normal(c.columns(), 0, 1);
        double[] weight = randoms.normal(c.shape().count(), 0, 1);
        for (int i = 0; i < weight.length; i++) {
            weight[i] += 2 * left[c.row(i)] * right[c.column(i)];
        }
        int count = c.whole() ? 1 : c.rows();
        DType statistics = c.dtype().statistics();
        return new WeightInputs(
                Randoms.rounded(weight, c.dtype()),
                randoms.normal(c.dtype(), weight.length, 0.1, 1),
                randoms.normal(c.gDType(), count, 1, 1),
                Randoms.rounded(unit(left, randoms), statistics),
                Randoms.rounded(unit(right, randoms), statistics),
                randoms.normal(c.dtype(), weight.length, 0, 1),
                randoms.normal(c.gDType(), count, 0, 1));
    }

    private static double[] unit(double[] near, Randoms randoms) {
        double[] unit = randoms.normal(near.length, 0, 0.3);
        for (int i = 0; i < unit.length; i++) {
            unit[i] += near[i];
        }
        double length = length(unit);
        for (int i = 0; i < unit.length; i++) {
            unit[i] /= length;
        }
        return unit;
    }

    static double length(double[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
