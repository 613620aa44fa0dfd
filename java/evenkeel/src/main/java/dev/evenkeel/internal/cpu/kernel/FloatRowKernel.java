package dev.evenkeel.internal.cpu.kernel;

/**
 * Rows in float. Sums keep several totals, which a processor can add side by side; elementwise loops are of the form
 * that the JVM's compiler vectorizes.
 */
final class FloatRowKernel implements RowKernel<float[]> {
    @Override
    public double sum(float[] v, int from, int to, double shift) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i < to - 3; i += 4) {
            s0 += v[i] - shift;
            s1 += v[i + 1] - shift;
            s2 += v[i + 2] - shift;
            s3 += v[i + 3] - shift;
        }
        for (; i < to; i++) {
            s0 += v[i] - shift;
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public Sums deviations(float[] v, int from, int to, double center) {
        double first0 = 0;
        double first1 = 0;
        double second0 = 0;
        double second1 = 0;
        double second2 = 0;
        double second3 = 0;
        int i = from;
        for (; i < to - 3; i += 4) {
            double d0 = v[i] - center;
            double d1 = v[i + 1] - center;
            double d2 = v[i + 2] - center;
            double d3 = v[i + 3] - center;
            first0 += d0 + d1;
            first1 += d2 + d3;
            second0 += d0 * d0;
            second1 += d1 * d1;
            second2 += d2 * d2;
            second3 += d3 * d3;
        }
        for (; i < to; i++) {
            double d = v[i] - center;
            first0 += d;
            second0 += d * d;
        }
        return new Sums(first0 + first1, (second0 + second1) + (second2 + second3));
    }

    @Override
    public Sums gradients(float[] g, float[] xhat, int from, int to) {
        double first0 = 0;
        double first1 = 0;
        double second0 = 0;
        double second1 = 0;
        double second2 = 0;
        double second3 = 0;
        int i = from;
        for (; i < to - 3; i += 4) {
            double g0 = g[i];
            double g1 = g[i + 1];
            double g2 = g[i + 2];
            double g3 = g[i + 3];
            first0 += g0 + g1;
            first1 += g2 + g3;
            second0 += g0 * xhat[i];
            second1 += g1 * xhat[i + 1];
            second2 += g2 * xhat[i + 2];
            second3 += g3 * xhat[i + 3];
        }
        for (; i < to; i++) {
            first0 += g[i];
            second0 += (double) g[i] * xhat[i];
        }
        return new Sums(first0 + first1, (second0 + second1) + (second2 + second3));
    }

    @Override
    public void normalize(float[] v, int n, double center, double scale, double offset) {
        float c = (float) center;
        float s = (float) scale;
        float o = (float) offset;
        for (int i = 0; i < n; i++) {
            v[i] = (v[i] - c) * s + o;
        }
    }

    @Override
    public void project(float[] g, float[] xhat, int n, double meanG, double meanGx, double scale) {
        float first = (float) meanG;
        float second = (float) meanGx;
        float s = (float) scale;
        for (int i = 0; i < n; i++) {
            g[i] = (g[i] - first - xhat[i] * second) * s;
        }
    }

    @Override
    public void affine(float[] v, float[] weight, float[] bias, int n) {
        for (int i = 0; i < n; i++) {
            v[i] = v[i] * weight[i] + bias[i];
        }
    }

    @Override
    public void multiply(float[] v, float[] factor, int n) {
        for (int i = 0; i < n; i++) {
            v[i] *= factor[i];
        }
    }

    @Override
    public void add(float[] v, float[] summand, int n) {
        for (int i = 0; i < n; i++) {
            v[i] += summand[i];
        }
    }

    @Override
    public void relu(float[] v, int n) {
        for (int i = 0; i < n; i++) {
            v[i] = Math.max(0, v[i]);
        }
    }

    @Override
    public void reluGradient(float[] g, float[] argument, int n) {
        for (int i = 0; i < n; i++) {
            g[i] = argument[i] <= 0 ? 0 : g[i];
        }
    }
}
