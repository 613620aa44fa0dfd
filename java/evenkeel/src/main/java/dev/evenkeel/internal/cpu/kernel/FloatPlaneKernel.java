package dev.evenkeel.internal.cpu.kernel;

/**
 * Planes in float. Sums are taken in float over short blocks, by several totals that a processor can add side by side,
 * and in double over the blocks; elementwise loops are of the form that the JVM's compiler vectorizes.
 */
final class FloatPlaneKernel implements PlaneKernel<float[]> {
    private static final int BLOCK = 256;

    @Override
    public int partials() {
        return 2;
    }

    @Override
    public double leastVariance() {
        return 1e-30;
    }

    @Override
    public void moments(float[] x, int at, int n, int first, int planes, float[] center, float[] partials) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            moments(x, from, from + n, center[p], partials, 2 * p);
        }
    }

    /** Squares are added to a long sum by the four: one by one, those of few digits may be rounded down all the time. */
    private static void moments(float[] x, int from, int end, float center, float[] partials, int into) {
        double sum = 0;
        double squares = 0;
        for (int begin = from; begin < end; begin += BLOCK) {
            int to = Math.min(end, begin + BLOCK);
            float s0 = 0;
            float s1 = 0;
            float q0 = 0;
            float q1 = 0;
            int i = begin;
            for (; i < to - 7; i += 8) {
                float d0 = x[i] - center;
                float d1 = x[i + 1] - center;
                float d2 = x[i + 2] - center;
                float d3 = x[i + 3] - center;
                float d4 = x[i + 4] - center;
                float d5 = x[i + 5] - center;
                float d6 = x[i + 6] - center;
                float d7 = x[i + 7] - center;
                s0 += (d0 + d1) + (d2 + d3);
                s1 += (d4 + d5) + (d6 + d7);
                q0 += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
                q1 += (d4 * d4 + d5 * d5) + (d6 * d6 + d7 * d7);
            }
            float s2 = 0;
            float q2 = 0;
            for (; i < to; i++) {
                float d = x[i] - center;
                s2 += d;
                q2 += d * d;
            }
            sum += (s0 + s1) + s2;
            squares += (q0 + q1) + q2;
        }
        partials[into] += (float) sum;
        partials[into + 1] += (float) squares;
    }

    @Override
    public void gradients(
            float[] g, int gAt, float[] x, int at, int n, int first, int planes, float[] center, float[] partials) {
        for (int p = first, from = 0; p < first + planes; p++, from += n) {
            gradients(g, gAt + from, x, at + from, n, center[p], partials, 2 * p);
        }
    }

    private static void gradients(
            float[] g, int gAt, float[] x, int at, int n, float center, float[] partials, int into) {
        double sum = 0;
        double products = 0;
        for (int begin = 0; begin < n; begin += BLOCK) {
            int to = Math.min(n, begin + BLOCK);
            float s0 = 0;
            float s1 = 0;
            float q0 = 0;
            float q1 = 0;
            float q2 = 0;
            float q3 = 0;
            int i = begin;
            for (; i < to - 3; i += 4) {
                float g0 = g[gAt + i];
                float g1 = g[gAt + i + 1];
                float g2 = g[gAt + i + 2];
                float g3 = g[gAt + i + 3];
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
        partials[into] += (float) sum;
        partials[into + 1] += (float) products;
    }

    @Override
    public void fold(float[] partials, int first, int planes, double[] totals) {
        for (int i = 2 * first; i < 2 * (first + planes); i++) {
            totals[i] += partials[i];
            partials[i] = 0;
        }
    }

    @Override
    public void normalize(float[] x, float[] y, int at, int n, int first, int planes, PlaneCoefficients<float[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            float c = to.center()[p];
            float s = to.slope()[p];
            float o = to.offset()[p];
            for (int i = from; i < from + n; i++) {
                y[i] = (x[i] - c) * s + o;
            }
        }
    }

    @Override
    public void normalizeRelu(
            float[] x, float[] y, int at, int n, int first, int planes, PlaneCoefficients<float[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            float c = to.center()[p];
            float s = to.slope()[p];
            float o = to.offset()[p];
            for (int i = from; i < from + n; i++) {
                y[i] = Math.max(0, (x[i] - c) * s + o);
            }
        }
    }

    @Override
    public void normalizeAdd(
            float[] x,
            float[] residual,
            float[] y,
            int at,
            int n,
            int first,
            int planes,
            PlaneCoefficients<float[]> to,
            boolean relu) {
        float least = relu ? 0 : Float.NEGATIVE_INFINITY;
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            float c = to.center()[p];
            float s = to.slope()[p];
            float o = to.offset()[p];
            for (int i = from; i < from + n; i++) {
                y[i] = Math.max(least, (x[i] - c) * s + o + residual[i]);
            }
        }
    }

    @Override
    public void gate(
            float[] dy, float[] x, float[] g, int at, int n, int first, int planes, PlaneCoefficients<float[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            float c = to.center()[p];
            float s = to.slope()[p];
            float o = to.offset()[p];
            for (int i = from; i < from + n; i++) {
                g[i - at] = (x[i] - c) * s + o <= 0 ? 0 : dy[i];
            }
        }
    }

    @Override
    public void gateAdd(
            float[] dy,
            float[] x,
            float[] residual,
            float[] g,
            int at,
            int n,
            int first,
            int planes,
            PlaneCoefficients<float[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            float c = to.center()[p];
            float s = to.slope()[p];
            float o = to.offset()[p];
            for (int i = from; i < from + n; i++) {
                g[i - at] = (x[i] - c) * s + o + residual[i] <= 0 ? 0 : dy[i];
            }
        }
    }

    @Override
    public void project(
            float[] g,
            int gAt,
            float[] x,
            float[] dx,
            int at,
            int n,
            int first,
            int planes,
            PlaneCoefficients<float[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            float c = to.center()[p];
            float s = to.slope()[p];
            float o = to.offset()[p];
            float gain = to.gain()[p];
            float scale = to.scale()[p];
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
            float[] g, int gAt, float[] dx, int at, int n, int first, int planes, PlaneCoefficients<float[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            float gain = to.gain()[p];
            float scale = to.scale()[p];
            for (int i = from; i < from + n; i++) {
                dx[i] = gain * g[gAt - at + i] * scale;
            }
        }
    }
}
