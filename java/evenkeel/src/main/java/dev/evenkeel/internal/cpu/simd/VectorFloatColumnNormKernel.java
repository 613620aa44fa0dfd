package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.ColumnNormKernel;
import dev.evenkeel.internal.cpu.kernel.Panel;

/** Columns in float, a vector of them at a time. */
final class VectorFloatColumnNormKernel implements ColumnNormKernel<float[]> {
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
    public void moments(Panel<float[]> x, float[] center, float[] first, float[] second) {
        FloatColumnSums.moments(x, center, first, second);
    }

    @Override
    public void gradients(Panel<float[]> g, Panel<float[]> x, float[] center, float[] first, float[] second) {
        FloatColumnSums.gradients(g, x, center, first, second);
    }

    @Override
    public void normalize(Panel<float[]> x, float[] center, float[] scale, float[] offset, Panel<float[]> y) {
        FloatColumnMaps.normalize(x, center, scale, offset, y);
    }

    @Override
    public void normalizeAndAdd(
            Panel<float[]> x, float[] center, float[] scale, float[] offset, Panel<float[]> summand, Panel<float[]> y) {
        FloatColumnMaps.normalizeAndAdd(x, center, scale, offset, summand, y);
    }

    @Override
    public void relu(Panel<float[]> y) {
        FloatColumnRelu.relu(y);
    }

    @Override
    public void reluGradient(Panel<float[]> dy, Panel<float[]> argument, Panel<float[]> g) {
        FloatColumnRelu.reluGradient(dy, argument, g);
    }

    @Override
    public void project(
            Panel<float[]> g,
            Panel<float[]> x,
            float[] center,
            float[] scale,
            float[] slope,
            float[] offset,
            Panel<float[]> dx) {
        FloatColumnGradients.project(g, x, center, scale, slope, offset, dx);
    }

    @Override
    public void drain(float[] part, double[] total, int n) {
        for (int j = 0; j < n; j++) {
            total[j] += part[j];
            part[j] = 0;
        }
    }
}
