package dev.evenkeel.internal.cpu.kernel;

/** Runs of floats. Sums are four totals, which a processor can add side by side. */
final class FloatWeightKernel implements WeightKernel<float[]> {
    @Override
    public double dot(float[] x, int at, float[] y, int yAt, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += (double) x[at + i] * y[yAt + i];
            s1 += (double) x[at + i + 1] * y[yAt + i + 1];
            s2 += (double) x[at + i + 2] * y[yAt + i + 2];
            s3 += (double) x[at + i + 3] * y[yAt + i + 3];
        }
        for (; i < n; i++) {
            s0 += (double) x[at + i] * y[yAt + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public double dotVector(float[] x, int at, double[] y, int yAt, int n) {
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
    public void addProducts(float[] x, int at, float[] y, int yAt, double[] totals, int to, int n) {
        for (int i = 0; i < n; i++) {
            totals[to + i] += (double) x[at + i] * y[yAt + i];
        }
    }

    @Override
    public void addScaled(float[] x, int at, double factor, double[] totals, int to, int n) {
        for (int i = 0; i < n; i++) {
            totals[to + i] += x[at + i] * factor;
        }
    }

    @Override
    public void scale(float[] x, int at, double alpha, float[] out, int to, int n, boolean add) {
        for (int i = 0; i < n; i++) {
            double value = x[at + i] * alpha;
            out[to + i] = (float) (add ? out[to + i] + value : value);
        }
    }

    @Override
    public void combine(
            float[] x, int at, double alpha, float[] y, int yAt, double beta, float[] out, int to, int n, boolean add) {
        for (int i = 0; i < n; i++) {
            double value = x[at + i] * alpha + y[yAt + i] * beta;
            out[to + i] = (float) (add ? out[to + i] + value : value);
        }
    }

    @Override
    public void combineVector(
            float[] x,
            int at,
            double alpha,
            double[] y,
            int yAt,
            double beta,
            float[] out,
            int to,
            int n,
            boolean add) {
        for (int i = 0; i < n; i++) {
            double value = x[at + i] * alpha + y[yAt + i] * beta;
            out[to + i] = (float) (add ? out[to + i] + value : value);
        }
    }

    @Override
    public void combineEach(
            float[] x,
            int at,
            double[] alpha,
            float[] y,
            int yAt,
            double[] beta,
            int c,
            float[] out,
            int to,
            int n,
            boolean add) {
        for (int i = 0; i < n; i++) {
            double value = x[at + i] * alpha[c + i] + y[yAt + i] * beta[c + i];
            out[to + i] = (float) (add ? out[to + i] + value : value);
        }
    }
}
