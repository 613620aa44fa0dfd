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
            DoubleVector c = DoubleVector.fromArray(SPECIES, center, j);
            DoubleVector a = DoubleVector.fromArray(SPECIES, scale, j);
            DoubleVector b = DoubleVector.fromArray(SPECIES, slope, j);
            DoubleVector o = DoubleVector.fromArray(SPECIES, offset, j);
            DoubleVector v0 = DoubleVector.fromArray(SPECIES, x, i + j)
                    .sub(c)
                    .fma(b, DoubleVector.fromArray(SPECIES, g, d + j).fma(a, o));
            DoubleVector v1 = DoubleVector.fromArray(SPECIES, x, i + xStride + j)
                    .sub(c)
                    .fma(b, DoubleVector.fromArray(SPECIES, g, d + gStride + j).fma(a, o));
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
            DoubleVector v0 = DoubleVector.fromArray(SPECIES, x, i + j)
                    .sub(DoubleVector.fromArray(SPECIES, center, j))
                    .fma(
                            DoubleVector.fromArray(SPECIES, slope, j),
                            DoubleVector.fromArray(SPECIES, g, d + j)
                                    .fma(
                                            DoubleVector.fromArray(SPECIES, scale, j),
                                            DoubleVector.fromArray(SPECIES, offset, j)));
            DoubleVector v1 = DoubleVector.fromArray(SPECIES, x, i + j + LANES)
                    .sub(DoubleVector.fromArray(SPECIES, center, j + LANES))
                    .fma(
                            DoubleVector.fromArray(SPECIES, slope, j + LANES),
                            DoubleVector.fromArray(SPECIES, g, d + j + LANES)
                                    .fma(
                                            DoubleVector.fromArray(SPECIES, scale, j + LANES),
                                            DoubleVector.fromArray(SPECIES, offset, j + LANES)));
            DoubleVector v2 = DoubleVector.fromArray(SPECIES, x, i + j + 2 * LANES)
                    .sub(DoubleVector.fromArray(SPECIES, center, j + 2 * LANES))
                    .fma(
                            DoubleVector.fromArray(SPECIES, slope, j + 2 * LANES),
                            DoubleVector.fromArray(SPECIES, g, d + j + 2 * LANES)
                                    .fma(
                                            DoubleVector.fromArray(SPECIES, scale, j + 2 * LANES),
                                            DoubleVector.fromArray(SPECIES, offset, j + 2 * LANES)));
            DoubleVector v3 = DoubleVector.fromArray(SPECIES, x, i + j + 3 * LANES)
                    .sub(DoubleVector.fromArray(SPECIES, center, j + 3 * LANES))
                    .fma(
                            DoubleVector.fromArray(SPECIES, slope, j + 3 * LANES),
                            DoubleVector.fromArray(SPECIES, g, d + j + 3 * LANES)
                                    .fma(
                                            DoubleVector.fromArray(SPECIES, scale, j + 3 * LANES),
                                            DoubleVector.fromArray(SPECIES, offset, j + 3 * LANES)));
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
            DoubleVector.fromArray(SPECIES, x, i + j)
                    .sub(DoubleVector.fromArray(SPECIES, center, j))
                    .fma(
                            DoubleVector.fromArray(SPECIES, slope, j),
                            DoubleVector.fromArray(SPECIES, g, d + j)
                                    .fma(
                                            DoubleVector.fromArray(SPECIES, scale, j),
                                            DoubleVector.fromArray(SPECIES, offset, j)))
                    .intoArray(dx, k + j);
        }
        for (; j < width; j++) {
            dx[k + j] = Math.fma(x[i + j] - center[j], slope[j], Math.fma(g[d + j], scale[j], offset[j]));
        }
    }
}
