package dev.evenkeel.internal.cpu.kernel;

/**
 * Planes in double. Sums keep several totals, which a processor can add side by side; elementwise loops are of the form
 * that the JVM's compiler vectorizes.
 */
final class DoublePlaneKernel implements PlaneKernel<double[]> {
    private static final int BLOCK = 256;

    @Override
    public int partials() {
        return 2;
    }

    @Override
    public double leastVariance() {
        return 1e-290;
    }

    @Override
    public void moments(double[] x, int at, int n, int first, int planes, double[] center, double[] partials) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            moments(x, from, from + n, center[p], partials, 2 * p);
        }
    }

    /** Squares are added to a long sum by the four: one by one, those of few digits may be rounded down all the time. */
    private static void moments(double[] x, int from, int end, double center, double[] partials, int into) {
        double sum = 0;
        double squares = 0;
        for (int begin = from; begin < end; begin += BLOCK) {
            int to = Math.min(end, begin + BLOCK);
            double s0 = 0;
            double s1 = 0;
            double q0 = 0;
            double q1 = 0;
            int i = begin;
            for (; i < to - 7; i += 8) {
                double d0 = x[i] - center;
                double d1 = x[i + 1] - center;
                double d2 = x[i + 2] - center;
                double d3 = x[i + 3] - center;
                double d4 = x[i + 4] - center;
                double d5 = x[i + 5] - center;
                double d6 = x[i + 6] - center;
                double d7 = x[i + 7] - center;
                s0 += (d0 + d1) + (d2 + d3);
                s1 += (d4 + d5) + (d6 + d7);
                q0 += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
                q1 += (d4 * d4 + d5 * d5) + (d6 * d6 + d7 * d7);
            }
            double s2 = 0;
            double q2 = 0;
            for (; i < to; i++) {
                double d = x[i] - center;
                s2 += d;
                q2 += d * d;
            }
            sum += (s0 + s1) + s2;
            squares += (q0 + q1) + q2;
        }
        partials[into] += sum;
        partials[into + 1] += squares;
    }

    @Override
    public void gradients(
            double[] g, int gAt, double[] x, int at, int n, int first, int planes, double[] center, double[] partials) {
        for (int p = first, from = 0; p < first + planes; p++, from += n) {
            gradients(g, gAt + from, x, at + from, n, center[p], partials, 2 * p);
        }
    }

    private static void gradients(
            double[] g, int gAt, double[] x, int at, int n, double center, double[] partials, int into) {
        double sum = 0;
        double products = 0;
        for (int begin = 0; begin < n; begin += BLOCK) {
            int to = Math.min(n, begin + BLOCK);
            double s0 = 0;
            double s1 = 0;
            double q0 = 0;
            double q1 = 0;
            double q2 = 0;
            double q3 = 0;
            int i = begin;
            for (; i < to - 3; i += 4) {
                double g0 = g[gAt + i];
                double g1 = g[gAt + i + 1];
                double g2 = g[gAt + i + 2];
                double g3 = g[gAt + i + 3];
                s0 += g0 + g1;
                s1 += g2 + g3;
                q0 += g0 * (x[at + i] - center);
                q1 += g1 * (x[at + i + 1] - center);
                q2 += g2 * (x[at + i + 2] - center);
                q3 += g3 * (x[at + i + 3] - center);
            }
            for (; i < to; i++) {
                s0 += g[gAt + i];
                q0 += g[gAt + i] * (x[at + i] - center);
            }
            sum += s0 + s1;
            products += (q0 + q1) + (q2 + q3);
        }
        partials[into] += sum;
        partials[into + 1] += products;
    }

    @Override
    public void fold(double[] partials, int first, int planes, double[] totals) {
        for (int i = 2 * first; i < 2 * (first + planes); i++) {
            totals[i] += partials[i];
            partials[i] = 0;
        }
    }

    @Override
    public void normalize(
            double[] x, double[] y, int at, int n, int first, int planes, PlaneCoefficients<double[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            double c = to.center()[p];
            double s = to.slope()[p];
            double o = to.offset()[p];
            for (int i = from; i < from + n; i++) {
                y[i] = (x[i] - c) * s + o;
            }
        }
    }

    @Override
    public void normalizeRelu(
            double[] x, double[] y, int at, int n, int first, int planes, PlaneCoefficients<double[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            double c = to.center()[p];
            double s = to.slope()[p];
            double o = to.offset()[p];
            for (int i = from; i < from + n; i++) {
                y[i] = Math.max(0, (x[i] - c) * s + o);
            }
        }
    }

    @Override
    public void normalizeAdd(
            double[] x,
            double[] residual,
            double[] y,
            int at,
            int n,
            int first,
            int planes,
            PlaneCoefficients<double[]> to,
            boolean relu) {
        double least = relu ? 0 : Double.NEGATIVE_INFINITY;
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            double c = to.center()[p];
            double s = to.slope()[p];
            double o = to.offset()[p];
            for (int i = from; i < from + n; i++) {
                y[i] = Math.max(least, (x[i] - c) * s + o + residual[i]);
            }
        }
    }

    @Override
    public void gate(
            double[] dy, double[] x, double[] g, int at, int n, int first, int planes, PlaneCoefficients<double[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            double c = to.center()[p];
            double s = to.slope()[p];
            double o = to.offset()[p];
            for (int i = from; i < from + n; i++) {
                g[i - at] = (x[i] - c) * s + o <= 0 ? 0 : dy[i];
            }
        }
    }

    @Override
    public void gateAdd(
            double[] dy,
            double[] x,
            double[] residual,
            double[] g,
            int at,
            int n,
            int first,
            int planes,
            PlaneCoefficients<double[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            double c = to.center()[p];
            double s = to.slope()[p];
            double o = to.offset()[p];
            for (int i = from; i < from + n; i++) {
                g[i - at] = (x[i] - c) * s + o + residual[i] <= 0 ? 0 : dy[i];
            }
        }
    }

    @Override
    public void project(
            double[] g,
            int gAt,
            double[] x,
            double[] dx,
            int at,
            int n,
            int first,
            int planes,
            PlaneCoefficients<double[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            double c = to.center()[p];
            double s = to.slope()[p];
            double o = to.offset()[p];
            double gain = to.gain()[p];
            double scale = to.scale()[p];
            if (gAt == at) {
                for (int i = from; i < from + n; i++) {
                    dx[i] = (gain * g[i] + ((x[i] - c) * s + o)) * scale;
                }
            } else {
                for (int i = from; i < from + n; i++) {
                    dx[i] = (gain * g[gAt - at + i] + ((x[i] - c) * s + o)) * scale;
                }
            }
        }
    }

    @Override
    public void scale(
            double[] g, int gAt, double[] dx, int at, int n, int first, int planes, PlaneCoefficients<double[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            double gain = to.gain()[p];
            double scale = to.scale()[p];
            for (int i = from; i < from + n; i++) {
                dx[i] = gain * g[gAt - at + i] * scale;
            }
        }
    }
}
