package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.Panel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradients of double panels, element by element, in the order of memory: with three arrays under way, going down some
 * columns would have more lines of the cache in use than one set of it holds.
 */
final class DoubleColumnGradients {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Up to so many columns two rows are gone through side by side. */
    private static final int FEW_COLUMNS = 128;

    private DoubleColumnGradients() {}

    static void project(
            Panel<double[]> g,
            Panel<double[]> x,
            double[] center,
            double[] scale,
            double[] slope,
            double[] offset,
            Panel<double[]> dx) {
        int r = 0;
        if (x.width() <= FEW_COLUMNS && x.width() % LANES == 0) {
            for (; r < x.height() - 1; r += 2) {
                project2(
                        g.array(),
                        g.start() + r * g.stride(),
                        g.stride(),
                        x.array(),
                        x.start() + r * x.stride(),
                        x.stride(),
                        dx.array(),
                        dx.start() + r * dx.stride(),
                        dx.stride(),
                        x.width(),
                        center,
                        scale,
                        slope,
                        offset);
            }
        }
        for (; r < x.height(); r++) {
            project1(
                    g.array(),
                    g.start() + r * g.stride(),
                    x.array(),
                    x.start() + r * x.stride(),
                    dx.array(),
                    dx.start() + r * dx.stride(),
                    x.width(),
                    center,
                    scale,
                    slope,
                    offset);
        }
    }

    private static void project2(
            double[] g,
            int d,
            int gStride,
            double[] x,
            int i,
            int xStride,
            double[] dx,
            int k,
            int dxStride,
            int width,
            double[] center,
            double[] scale,
            double[] slope,
            double[] offset) {
        for (int j = 0; j < width; j += LANES) {
            DoubleVector c = load(center, j);
            DoubleVector a = load(scale, j);
            DoubleVector b = load(slope, j);
            DoubleVector o = load(offset, j);
            DoubleVector v0 = load(x, i + j).sub(c).fma(b, load(g, d + j).fma(a, o));
            DoubleVector v1 = load(x, i + xStride + j)
                    .sub(c)
                    .fma(b, load(g, d + gStride + j).fma(a, o));
            v0.intoArray(dx, k + j);
            v1.intoArray(dx, k + dxStride + j);
        }
    }

    private static void project1(
            double[] g,
            int d,
            double[] x,
            int i,
            double[] dx,
            int k,
            int width,
            double[] center,
            double[] scale,
            double[] slope,
            double[] offset) {
        int j = 0;
        for (; j <= width - 4 * LANES; j += 4 * LANES) {
            DoubleVector v0 = projected(g, d, x, i, center, scale, slope, offset, j);
            DoubleVector v1 = projected(g, d, x, i, center, scale, slope, offset, j + LANES);
            DoubleVector v2 = projected(g, d, x, i, center, scale, slope, offset, j + 2 * LANES);
            DoubleVector v3 = projected(g, d, x, i, center, scale, slope, offset, j + 3 * LANES);
            v0.intoArray(dx, k + j);
            v1.intoArray(dx, k + j + LANES);
            v2.intoArray(dx, k + j + 2 * LANES);
            v3.intoArray(dx, k + j + 3 * LANES);
        }
        projectRest(g, d, x, i, dx, k, j, width, center, scale, slope, offset);
    }

    private static void projectRest(
            double[] g,
            int d,
            double[] x,
            int i,
            double[] dx,
            int k,
            int from,
            int width,
            double[] center,
            double[] scale,
            double[] slope,
            double[] offset) {
        int j = from;
        for (; j <= width - LANES; j += LANES) {
            projected(g, d, x, i, center, scale, slope, offset, j).intoArray(dx, k + j);
        }
        for (; j < width; j++) {
            dx[k + j] = Math.fma(x[i + j] - center[j], slope[j], Math.fma(g[d + j], scale[j], offset[j]));
        }
    }

    private static DoubleVector projected(
            double[] g,
            int d,
            double[] x,
            int i,
            double[] center,
            double[] scale,
            double[] slope,
            double[] offset,
            int j) {
        return load(x, i + j)
                .sub(load(center, j))
                .fma(load(slope, j), load(g, d + j).fma(load(scale, j), load(offset, j)));
    }

    private static DoubleVector load(double[] from, int i) {
        return DoubleVector.fromArray(SPECIES, from, i);
    }
}
