package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.ColumnNormKernel;
import dev.evenkeel.internal.cpu.kernel.Panel;

/** Columns in double, a vector of them at a time. */
final class VectorDoubleColumnNormKernel implements ColumnNormKernel<double[]> {
    /** Four vectors of 256 bits. */
    private static final int COLUMNS = 32;

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public int rows() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void moments(Panel<double[]> x, double[] center, double[] first, double[] second) {
        DoubleColumnSums.moments(x, center, first, second);
    }

    @Override
    public void gradients(Panel<double[]> g, Panel<double[]> x, double[] center, double[] first, double[] second) {
        DoubleColumnSums.gradients(g, x, center, first, second);
    }

    @Override
    public void normalize(Panel<double[]> x, double[] center, double[] scale, double[] offset, Panel<double[]> y) {
        DoubleColumnMaps.normalize(x, center, scale, offset, y);
    }

    @Override
    public void normalizeAndAdd(
            Panel<double[]> x,
            double[] center,
            double[] scale,
            double[] offset,
            Panel<double[]> summand,
            Panel<double[]> y) {
        DoubleColumnMaps.normalizeAndAdd(x, center, scale, offset, summand, y);
    }

    @Override
    public void relu(Panel<double[]> y) {
        DoubleColumnRelu.relu(y);
    }

    @Override
    public void reluGradient(Panel<double[]> dy, Panel<double[]> argument, Panel<double[]> g) {
        DoubleColumnRelu.reluGradient(dy, argument, g);
    }

    @Override
    public void project(
            Panel<double[]> g,
            Panel<double[]> x,
            double[] center,
            double[] scale,
            double[] slope,
            double[] offset,
            Panel<double[]> dx) {
        DoubleColumnGradients.project(g, x, center, scale, slope, offset, dx);
    }

    @Override
    public void drain(double[] part, double[] total, int n) {
        for (int j = 0; j < n; j++) {
            total[j] += part[j];
            part[j] = 0;
        }
    }
}
