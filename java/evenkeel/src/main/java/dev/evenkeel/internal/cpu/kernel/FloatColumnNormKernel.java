package dev.evenkeel.internal.cpu.kernel;

/**
 * Columns in float, row by row. The JVM's compiler vectorizes loops whose arrays all have the same index: that is why
 * rows lie at the beginning of arrays of their own, and why there should be many columns.
 */
final class FloatColumnNormKernel implements ColumnNormKernel<float[]> {
    private static final int COLUMNS = 1024;

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public void moments(Panel<float[]> x, float[] center, float[] first, float[] second) {
        moments(x.array(), center, first, second, x.width());
    }

    private static void moments(float[] x, float[] center, float[] first, float[] second, int n) {
        for (int j = 0; j < n; j++) {
            float d = x[j] - center[j];
            first[j] += d;
            second[j] += d * d;
        }
    }

    @Override
    public void gradients(Panel<float[]> g, Panel<float[]> x, float[] center, float[] first, float[] second) {
        gradients(g.array(), x.array(), center, first, second, x.width());
    }

    private static void gradients(float[] g, float[] x, float[] center, float[] first, float[] second, int n) {
        for (int j = 0; j < n; j++) {
            first[j] += g[j];
            second[j] += g[j] * (x[j] - center[j]);
        }
    }

    @Override
    public void normalize(Panel<float[]> x, float[] center, float[] scale, float[] offset, Panel<float[]> y) {
        normalize(x.array(), center, scale, offset, y.array(), x.width());
    }

    private static void normalize(float[] x, float[] center, float[] scale, float[] offset, float[] y, int n) {
        for (int j = 0; j < n; j++) {
            y[j] = (x[j] - center[j]) * scale[j] + offset[j];
        }
    }

    @Override
    public void normalizeAndAdd(
            Panel<float[]> x, float[] center, float[] scale, float[] offset, Panel<float[]> summand, Panel<float[]> y) {
        normalize(x, center, scale, offset, y);
        add(y.array(), summand.array(), x.width());
    }

    private static void add(float[] y, float[] summand, int n) {
        for (int j = 0; j < n; j++) {
            y[j] += summand[j];
        }
    }

    @Override
    public void relu(Panel<float[]> y) {
        relu(y.array(), y.width());
    }

    private static void relu(float[] y, int n) {
        for (int j = 0; j < n; j++) {
            y[j] = Math.max(0, y[j]);
        }
    }

    @Override
    public void reluGradient(Panel<float[]> dy, Panel<float[]> argument, Panel<float[]> g) {
        reluGradient(dy.array(), argument.array(), g.array(), g.width());
    }

    private static void reluGradient(float[] dy, float[] argument, float[] g, int n) {
        for (int j = 0; j < n; j++) {
            g[j] = argument[j] <= 0 ? 0 : dy[j];
        }
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
        project(g.array(), x.array(), center, scale, slope, offset, dx.array(), x.width());
    }

    private static void project(
            float[] g, float[] x, float[] center, float[] scale, float[] slope, float[] offset, float[] dx, int n) {
        for (int j = 0; j < n; j++) {
            dx[j] = (x[j] - center[j]) * slope[j] + (g[j] * scale[j] + offset[j]);
        }
    }

    @Override
    public void drain(float[] part, double[] total, int n) {
        for (int j = 0; j < n; j++) {
            total[j] += part[j];
            part[j] = 0;
        }
    }
}
