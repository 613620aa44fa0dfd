package dev.evenkeel.internal.cpu.kernel;

/** Columns of rows in double. */
final class DoubleColumnKernel implements ColumnKernel<double[]> {
    @Override
    public void sum(double[] total, double[] v, int n) {
        for (int j = 0; j < n; j++) {
            total[j] += v[j];
        }
    }

    @Override
    public void sumProducts(double[] total, double[] a, double[] b, int n) {
        for (int j = 0; j < n; j++) {
            total[j] += a[j] * b[j];
        }
    }

    @Override
    public void sumDeviations(double[] first, double[] v, double[] center, int n) {
        for (int j = 0; j < n; j++) {
            first[j] += v[j] - center[j];
        }
    }

    @Override
    public void sumSquares(double[] first, double[] second, double[] v, double[] center, int n) {
        for (int j = 0; j < n; j++) {
            double d = v[j] - center[j];
            first[j] += d;
            second[j] += d * d;
        }
    }

    @Override
    public void normalize(double[] v, double[] center, double[] scale, double[] offset, int n) {
        for (int j = 0; j < n; j++) {
            v[j] = (v[j] - center[j]) * scale[j] + offset[j];
        }
    }

    @Override
    public void project(double[] g, double[] xhat, double[] meanG, double[] meanGx, double[] scale, int n) {
        for (int j = 0; j < n; j++) {
            g[j] = (g[j] - meanG[j] - xhat[j] * meanGx[j]) * scale[j];
        }
    }
}
