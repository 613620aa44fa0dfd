package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.PlaneCoefficients;
import dev.evenkeel.internal.cpu.kernel.PlaneKernel;

/**
 * Planes in float, a vector at a time; planes shorter than a vector one element at a time. A plane that is no whole number
 * of vectors ends with one that overlaps the one before.
 */
final class VectorFloatPlaneKernel implements PlaneKernel<float[]> {
    private final PlaneKernel<float[]> plain;

    VectorFloatPlaneKernel(PlaneKernel<float[]> plain) {
        this.plain = plain;
    }

    @Override
    public int partials() {
        return 2 * FloatPlaneSums.LANES;
    }

    @Override
    public double leastVariance() {
        return plain.leastVariance();
    }

    @Override
    public void fold(float[] partials, int first, int planes, double[] totals) {
        for (int i = 2 * first; i < 2 * (first + planes); i++) {
            totals[i] += FloatPlaneSums.fold(partials, i * FloatPlaneSums.LANES);
        }
    }

    @Override
    public void moments(float[] x, int at, int n, int first, int planes, float[] center, float[] partials) {
        if (n < FloatPlaneSums.LANES) {
            FloatPlaneSums.shortMoments(x, at, n, first, planes, center, partials);
        } else {
            FloatPlaneSums.moments(x, at, n, first, planes, center, partials);
        }
    }

    @Override
    public void gradients(
            float[] g, int gAt, float[] x, int at, int n, int first, int planes, float[] center, float[] partials) {
        if (n < FloatPlaneSums.LANES) {
            FloatPlaneSums.shortGradients(g, gAt, x, at, n, first, planes, center, partials);
        } else {
            FloatPlaneSums.gradients(g, gAt, x, at, n, first, planes, center, partials);
        }
    }

    @Override
    public void normalize(float[] x, float[] y, int at, int n, int first, int planes, PlaneCoefficients<float[]> to) {
        if (n < FloatPlanes.LANES) {
            plain.normalize(x, y, at, n, first, planes, to);
        } else {
            FloatPlanes.normalize(x, y, at, n, first, planes, to);
        }
    }

    @Override
    public void normalizeRelu(
            float[] x, float[] y, int at, int n, int first, int planes, PlaneCoefficients<float[]> to) {
        if (n < FloatPlanes.LANES) {
            plain.normalizeRelu(x, y, at, n, first, planes, to);
        } else {
            FloatPlanes.normalizeRelu(x, y, at, n, first, planes, to);
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
        if (n < FloatPlanes.LANES) {
            plain.normalizeAdd(x, residual, y, at, n, first, planes, to, relu);
        } else {
            FloatPlanes.normalizeAdd(x, residual, y, at, n, first, planes, to, relu ? 0 : Float.NEGATIVE_INFINITY);
        }
    }

    @Override
    public void gate(
            float[] dy, float[] x, float[] g, int at, int n, int first, int planes, PlaneCoefficients<float[]> to) {
        if (n < FloatPlaneGradients.LANES) {
            plain.gate(dy, x, g, at, n, first, planes, to);
        } else {
            FloatPlaneGradients.gate(dy, x, g, at, n, first, planes, to);
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
        if (n < FloatPlaneGradients.LANES) {
            plain.gateAdd(dy, x, residual, g, at, n, first, planes, to);
        } else {
            FloatPlaneGradients.gateAdd(dy, x, residual, g, at, n, first, planes, to);
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
        if (n < FloatPlaneGradients.LANES) {
            plain.project(g, gAt, x, dx, at, n, first, planes, to);
        } else {
            FloatPlaneGradients.project(g, gAt, x, dx, at, n, first, planes, to);
        }
    }

    @Override
    public void scale(
            float[] g, int gAt, float[] dx, int at, int n, int first, int planes, PlaneCoefficients<float[]> to) {
        if (n < FloatPlaneGradients.LANES) {
            plain.scale(g, gAt, dx, at, n, first, planes, to);
        } else {
            FloatPlaneGradients.scale(g, gAt, dx, at, n, first, planes, to);
        }
    }
}
