package dev.evenkeel.internal.cpu.kernel;

/**
 * Columns in double, row by row. The JVM's compiler vectorizes loops whose arrays all have the same index: that is why
 * rows lie at the beginning of arrays of their own, and why there should be many columns.
 */
final class DoubleColumnNormKernel implements ColumnNormKernel<double[]> {
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
    public void moments(Panel<double[]> x, double[] center, double[] first, double[] second) {
        moments(x.array(), center, first, second, x.width());
    }

    private static void moments(double[] x, double[] center, double[] first, double[] second, int n) {
        for (int j = 0; j < n; j++) {
            double d = x[j] - center[j];
            first[j] += d;
            second[j] += d * d;
        }
    }

    @Override
    public void gradients(Panel<double[]> g, Panel<double[]> x, double[] center, double[] first, double[] second) {
        gradients(g.array(), x.array(), center, first, second, x.width());
    }

    private static void gradients(double[] g, double[] x, double[] center, double[] first, double[] second, int n) {
        for (int j = 0; j < n; j++) {
            first[j] += g[j];
            second[j] += g[j] * (x[j] - center[j]);
        }
    }

    @Override
    public void normalize(Panel<double[]> x, double[] center, double[] scale, double[] offset, Panel<double[]> y) {
        normalize(x.array(), center, scale, offset, y.array(), x.width());
    }

    private static void normalize(double[] x, double[] center, double[] scale, double[] offset, double[] y, int n) {
        for (int j = 0; j < n; j++) {
            y[j] = (x[j] - center[j]) * scale[j] + offset[j];
        }
    }

    @Override
    public void normalizeAndAdd(
            Panel<double[]> x,
            double[] center,
            double[] scale,
            double[] offset,
            Panel<double[]> summand,
            Panel<double[]> y) {
        normalize(x, center, scale, offset, y);
        add(y.array(), summand.array(), x.width());
    }

    private static void add(double[] y, double[] summand, int n) {
        for (int j = 0; j < n; j++) {
            y[j] += summand[j];
        }
    }

    @Override
    public void relu(Panel<double[]> y) {
        relu(y.array(), y.width());
    }

    private static void relu(double[] y, int n) {
        for (int j = 0; j < n; j++) {
            y[j] = Math.max(0, y[j]);
        }
    }

    @Override
    public void reluGradient(Panel<double[]> dy, Panel<double[]> argument, Panel<double[]> g) {
        reluGradient(dy.array(), argument.array(), g.array(), g.width());
    }

    private static void reluGradient(double[] dy, double[] argument, double[] g, int n) {
        for (int j = 0; j < n; j++) {
            g[j] = argument[j] <= 0 ? 0 : dy[j];
        }
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
        project(g.array(), x.array(), center, scale, slope, offset, dx.array(), x.width());
    }

    private static void project(
            double[] g,
            double[] x,
            double[] center,
            double[] scale,
            double[] slope,
            double[] offset,
            double[] dx,
            int n) {
        for (int j = 0; j < n; j++) {
            dx[j] = (x[j] - center[j]) * slope[j] + (g[j] * scale[j] + offset[j]);
        }
    }

    @Override
    public void drain(double[] part, double[] total, int n) {
        for (int j = 0; j < n; j++) {
            total[j] += part[j];
            part[j] = 0;
        }
    }
}
