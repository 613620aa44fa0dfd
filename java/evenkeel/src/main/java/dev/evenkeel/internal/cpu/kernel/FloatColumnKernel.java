package dev.evenkeel.internal.cpu.kernel;

/** Columns of rows in float. */
final class FloatColumnKernel implements ColumnKernel<float[]> {
    @Override
    public void sum(double[] total, float[] v, int n) {
        for (int j = 0; j < n; j++) {
            total[j] += v[j];
        }
    }

    @Override
    public void sumProducts(double[] total, float[] a, float[] b, int n) {
        for (int j = 0; j < n; j++) {
            total[j] += (double) a[j] * b[j];
        }
    }

    @Override
    public void sumDeviations(double[] first, float[] v, float[] center, int n) {
        for (int j = 0; j < n; j++) {
            first[j] += (double) v[j] - center[j];
        }
    }

    @Override
    public void sumSquares(double[] first, double[] second, float[] v, float[] center, int n) {
        for (int j = 0; j < n; j++) {
            double d = (double) v[j] - center[j];
            first[j] += d;
            second[j] += d * d;
        }
    }

    @Override
    public void normalize(float[] v, float[] center, float[] scale, float[] offset, int n) {
        for (int j = 0; j < n; j++) {
            v[j] = (v[j] - center[j]) * scale[j] + offset[j];
        }
    }

    @Override
    public void project(float[] g, float[] xhat, float[] meanG, float[] meanGx, float[] scale, int n) {
        for (int j = 0; j < n; j++) {
            g[j] = (g[j] - meanG[j] - xhat[j] * meanGx[j]) * scale[j];
        }
    }
}
