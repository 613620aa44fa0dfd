package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.PlaneCoefficients;
import dev.evenkeel.internal.cpu.kernel.PlaneKernel;

/**
 * Planes in double, a vector at a time; planes shorter than a vector one element at a time. A plane that is no whole number
 * of vectors ends with one that overlaps the one before.
 */
final class VectorDoublePlaneKernel implements PlaneKernel<double[]> {
    private final PlaneKernel<double[]> plain;

    VectorDoublePlaneKernel(PlaneKernel<double[]> plain) {
        this.plain = plain;
    }

    @Override
    public int partials() {
        return 2 * DoublePlaneSums.LANES;
    }

    @Override
    public double leastVariance() {
        return plain.leastVariance();
    }

    @Override
    public void fold(double[] partials, int first, int planes, double[] totals) {
        for (int i = 2 * first; i < 2 * (first + planes); i++) {
            totals[i] += DoublePlaneSums.fold(partials, i * DoublePlaneSums.LANES);
        }
    }

    @Override
    public void moments(double[] x, int at, int n, int first, int planes, double[] center, double[] partials) {
        if (n < DoublePlaneSums.LANES) {
            DoublePlaneSums.shortMoments(x, at, n, first, planes, center, partials);
        } else {
            DoublePlaneSums.moments(x, at, n, first, planes, center, partials);
        }
    }

    @Override
    public void gradients(
            double[] g, int gAt, double[] x, int at, int n, int first, int planes, double[] center, double[] partials) {
        if (n < DoublePlaneSums.LANES) {
            DoublePlaneSums.shortGradients(g, gAt, x, at, n, first, planes, center, partials);
        } else {
            DoublePlaneSums.gradients(g, gAt, x, at, n, first, planes, center, partials);
        }
    }

    @Override
    public void normalize(
            double[] x, double[] y, int at, int n, int first, int planes, PlaneCoefficients<double[]> to) {
        if (n < DoublePlanes.LANES) {
            plain.normalize(x, y, at, n, first, planes, to);
        } else {
            DoublePlanes.normalize(x, y, at, n, first, planes, to);
        }
    }

    @Override
    public void normalizeRelu(
            double[] x, double[] y, int at, int n, int first, int planes, PlaneCoefficients<double[]> to) {
        if (n < DoublePlanes.LANES) {
            plain.normalizeRelu(x, y, at, n, first, planes, to);
        } else {
            DoublePlanes.normalizeRelu(x, y, at, n, first, planes, to);
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
        if (n < DoublePlanes.LANES) {
            plain.normalizeAdd(x, residual, y, at, n, first, planes, to, relu);
        } else {
            DoublePlanes.normalizeAdd(x, residual, y, at, n, first, planes, to, relu ? 0 : Double.NEGATIVE_INFINITY);
        }
    }

    @Override
    public void gate(
            double[] dy, double[] x, double[] g, int at, int n, int first, int planes, PlaneCoefficients<double[]> to) {
        if (n < DoublePlaneGradients.LANES) {
            plain.gate(dy, x, g, at, n, first, planes, to);
        } else {
            DoublePlaneGradients.gate(dy, x, g, at, n, first, planes, to);
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
        if (n < DoublePlaneGradients.LANES) {
            plain.gateAdd(dy, x, residual, g, at, n, first, planes, to);
        } else {
            DoublePlaneGradients.gateAdd(dy, x, residual, g, at, n, first, planes, to);
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
        if (n < DoublePlaneGradients.LANES) {
            plain.project(g, gAt, x, dx, at, n, first, planes, to);
        } else {
            DoublePlaneGradients.project(g, gAt, x, dx, at, n, first, planes, to);
        }
    }

    @Override
    public void scale(
            double[] g, int gAt, double[] dx, int at, int n, int first, int planes, PlaneCoefficients<double[]> to) {
        if (n < DoublePlaneGradients.LANES) {
            plain.scale(g, gAt, dx, at, n, first, planes, to);
        } else {
            DoublePlaneGradients.scale(g, gAt, dx, at, n, first, planes, to);
        }
    }
}
