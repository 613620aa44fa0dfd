package dev.evenkeel.seam;

import dev.evenkeel.internal.spi.RowNorm;
import java.util.LinkedHashMap;
import java.util.Map;

/** The formulas of row norms as they read, in double. */
final class RowNormReference {
    private final RowNormCase c;
    private final double[] v;
    private final double[] mean;
    private final double[] rstd;

    private RowNormReference(RowNormCase c, double[] v) {
        this.c = c;
        this.v = v;
        this.mean = new double[c.rows()];
        this.rstd = new double[c.rows()];
        for (int row = 0; row < c.rows(); row++) {
            double total = 0;
            for (int i = row * c.cols(); i < (row + 1) * c.cols(); i++) {
                total += v[i];
            }
            mean[row] = c.norm() == RowNorm.LAYER ? total / c.cols() : 0;
            double squares = 0;
            for (int i = row * c.cols(); i < (row + 1) * c.cols(); i++) {
                squares += (v[i] - mean[row]) * (v[i] - mean[row]);
            }
            rstd[row] = 1 / Math.sqrt(squares / c.cols() + RowNormRun.eps(c));
        }
    }

    /** Of x without the residual: what the backward pass of a case is given. */
    static RowNormReference ofX(RowNormCase c) {
        return new RowNormReference(c, RowNormInputs.x(c));
    }

    /** Of x and the residual, if the case has one. */
    static RowNormReference ofSum(RowNormCase c) {
        double[] v = RowNormInputs.x(c);
        double[] residual = c.third() ? RowNormInputs.third(c) : new double[v.length];
        for (int i = 0; i < v.length; i++) {
            v[i] += residual[i];
        }
        return new RowNormReference(c, v);
    }

    double[] mean() {
        return mean;
    }

    double[] rstd() {
        return rstd;
    }

    private double weight(double[] weight, int i) {
        return c.weight() ? weight[i % c.cols()] + c.weightOffset() : 1;
    }

    private double xhat(int i) {
        return (v[i] - mean[i / c.cols()]) * rstd[i / c.cols()];
    }

    Map<String, double[]> forward() {
        double[] y = new double[v.length];
        double[] weight = RowNormInputs.weight(c);
        double[] bias = RowNormInputs.bias(c);
        for (int i = 0; i < y.length; i++) {
            y[i] = xhat(i) * weight(weight, i) + (c.bias() ? bias[i % c.cols()] : 0);
        }
        Map<String, double[]> outputs = new LinkedHashMap<>();
        outputs.put("y", y);
        outputs.put("sum", v);
        outputs.put("mean", mean);
        outputs.put("rstd", rstd);
        return outputs;
    }

    Map<String, double[]> backward() {
        double[] dy = RowNormInputs.dy(c);
        double[] weight = RowNormInputs.weight(c);
        double[] dsum = c.third() ? RowNormInputs.third(c) : new double[dy.length];
        double[] before = c.accumulate() ? RowNormInputs.gradient(c) : new double[c.cols()];
        double[] dx = new double[dy.length];
        double[] dweight = before.clone();
        double[] dbias = before.clone();
        for (int row = 0; row < c.rows(); row++) {
            double g = 0;
            double gxhat = 0;
            for (int i = row * c.cols(); i < (row + 1) * c.cols(); i++) {
                dweight[i % c.cols()] += dy[i] * xhat(i);
                dbias[i % c.cols()] += dy[i];
                g += weight(weight, i) * dy[i] / c.cols();
                gxhat += weight(weight, i) * dy[i] * xhat(i) / c.cols();
            }
            double ofG = c.norm() == RowNorm.LAYER ? g : 0;
            for (int i = row * c.cols(); i < (row + 1) * c.cols(); i++) {
                dx[i] = rstd[row] * (weight(weight, i) * dy[i] - ofG - xhat(i) * gxhat) + dsum[i];
            }
        }
        Map<String, double[]> outputs = new LinkedHashMap<>();
        outputs.put("dx", dx);
        outputs.put("dweight", dweight);
        outputs.put("dbias", dbias);
        return outputs;
    }
}
