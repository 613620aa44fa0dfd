package dev.evenkeel.internal.cpu.kernel;

/** Runs of doubles. Sums are four totals, which a processor can add side by side. */
final class DoubleWeightKernel implements WeightKernel<double[]> {
    @Override
    public double dot(double[] x, int at, double[] y, int yAt, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += x[at + i] * y[yAt + i];
            s1 += x[at + i + 1] * y[yAt + i + 1];
            s2 += x[at + i + 2] * y[yAt + i + 2];
            s3 += x[at + i + 3] * y[yAt + i + 3];
        }
        for (; i < n; i++) {
            s0 += x[at + i] * y[yAt + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public void addProducts(double[] x, int at, double[] y, int yAt, double[] totals, int to, int n) {
        for (int i = 0; i < n; i++) {
            totals[to + i] += x[at + i] * y[yAt + i];
        }
    }

    @Override
    public void addScaled(double[] x, int at, double factor, double[] totals, int to, int n) {
        for (int i = 0; i < n; i++) {
            totals[to + i] += x[at + i] * factor;
        }
    }

    @Override
    public void scale(double[] x, int at, double alpha, double[] out, int to, int n, boolean add) {
        for (int i = 0; i < n; i++) {
            double value = x[at + i] * alpha;
            out[to + i] = add ? out[to + i] + value : value;
        }
    }

    @Override
    public void combine(
            double[] x,
            int at,
            double alpha,
            double[] y,
            int yAt,
            double beta,
            double[] out,
            int to,
            int n,
            boolean add) {
        for (int i = 0; i < n; i++) {
            double value = x[at + i] * alpha + y[yAt + i] * beta;
            out[to + i] = add ? out[to + i] + value : value;
        }
    }

    @Override
    public double dotVector(double[] x, int at, double[] y, int yAt, int n) {
        return dot(x, at, y, yAt, n);
    }

    @Override
    public void combineVector(
            double[] x,
            int at,
            double alpha,
            double[] y,
            int yAt,
            double beta,
            double[] out,
            int to,
            int n,
            boolean add) {
        combine(x, at, alpha, y, yAt, beta, out, to, n, add);
    }

    @Override
    public void combineEach(
            double[] x,
            int at,
            double[] alpha,
            double[] y,
            int yAt,
            double[] beta,
            int c,
            double[] out,
            int to,
            int n,
            boolean add) {
        for (int i = 0; i < n; i++) {
            double value = x[at + i] * alpha[c + i] + y[yAt + i] * beta[c + i];
            out[to + i] = add ? out[to + i] + value : value;
        }
    }
}
