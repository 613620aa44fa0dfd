package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.Panel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradients of float panels, element by element, in the order of memory: with three arrays under way, going down some
 * columns would have more lines of the cache in use than one set of it holds.
 */
final class FloatColumnGradients {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private FloatColumnGradients() {}

    static void project(
            Panel<float[]> g,
            Panel<float[]> x,
            float[] center,
            float[] scale,
            float[] slope,
            float[] offset,
            Panel<float[]> dx) {
        int r = 0;
        if (x.width() % LANES == 0) {
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
            float[] g,
            int d,
            int gStride,
            float[] x,
            int i,
            int xStride,
            float[] dx,
            int k,
            int dxStride,
            int width,
            float[] center,
            float[] scale,
            float[] slope,
            float[] offset) {
        for (int j = 0; j < width; j += LANES) {
            FloatVector c = FloatVector.fromArray(SPECIES, center, j);
            FloatVector a = FloatVector.fromArray(SPECIES, scale, j);
            FloatVector b = FloatVector.fromArray(SPECIES, slope, j);
            FloatVector o = FloatVector.fromArray(SPECIES, offset, j);
            FloatVector v0 = FloatVector.fromArray(SPECIES, x, i + j)
                    .sub(c)
                    .fma(b, FloatVector.fromArray(SPECIES, g, d + j).fma(a, o));
            FloatVector v1 = FloatVector.fromArray(SPECIES, x, i + xStride + j)
                    .sub(c)
                    .fma(b, FloatVector.fromArray(SPECIES, g, d + gStride + j).fma(a, o));
            v0.intoArray(dx, k + j);
            v1.intoArray(dx, k + dxStride + j);
        }
    }

    private static void project1(
            float[] g,
            int d,
            float[] x,
            int i,
            float[] dx,
            int k,
            int width,
            float[] center,
            float[] scale,
            float[] slope,
            float[] offset) {
        int j = 0;
        for (; j <= width - 4 * LANES; j += 4 * LANES) {
            FloatVector v0 = FloatVector.fromArray(SPECIES, x, i + j)
                    .sub(FloatVector.fromArray(SPECIES, center, j))
                    .fma(
                            FloatVector.fromArray(SPECIES, slope, j),
                            FloatVector.fromArray(SPECIES, g, d + j)
                                    .fma(
                                            FloatVector.fromArray(SPECIES, scale, j),
                                            FloatVector.fromArray(SPECIES, offset, j)));
            FloatVector v1 = FloatVector.fromArray(SPECIES, x, i + j + LANES)
                    .sub(FloatVector.fromArray(SPECIES, center, j + LANES))
                    .fma(
                            FloatVector.fromArray(SPECIES, slope, j + LANES),
                            FloatVector.fromArray(SPECIES, g, d + j + LANES)
                                    .fma(
                                            FloatVector.fromArray(SPECIES, scale, j + LANES),
                                            FloatVector.fromArray(SPECIES, offset, j + LANES)));
            FloatVector v2 = FloatVector.fromArray(SPECIES, x, i + j + 2 * LANES)
                    .sub(FloatVector.fromArray(SPECIES, center, j + 2 * LANES))
                    .fma(
                            FloatVector.fromArray(SPECIES, slope, j + 2 * LANES),
                            FloatVector.fromArray(SPECIES, g, d + j + 2 * LANES)
                                    .fma(
                                            FloatVector.fromArray(SPECIES, scale, j + 2 * LANES),
                                            FloatVector.fromArray(SPECIES, offset, j + 2 * LANES)));
            FloatVector v3 = FloatVector.fromArray(SPECIES, x, i + j + 3 * LANES)
                    .sub(FloatVector.fromArray(SPECIES, center, j + 3 * LANES))
                    .fma(
                            FloatVector.fromArray(SPECIES, slope, j + 3 * LANES),
                            FloatVector.fromArray(SPECIES, g, d + j + 3 * LANES)
                                    .fma(
                                            FloatVector.fromArray(SPECIES, scale, j + 3 * LANES),
                                            FloatVector.fromArray(SPECIES, offset, j + 3 * LANES)));
            v0.intoArray(dx, k + j);
            v1.intoArray(dx, k + j + LANES);
            v2.intoArray(dx, k + j + 2 * LANES);
            v3.intoArray(dx, k + j + 3 * LANES);
        }
        projectRest(g, d, x, i, dx, k, j, width, center, scale, slope, offset);
    }

    private static void projectRest(
            float[] g,
            int d,
            float[] x,
            int i,
            float[] dx,
            int k,
            int from,
            int width,
            float[] center,
            float[] scale,
            float[] slope,
            float[] offset) {
        int j = from;
        for (; j <= width - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, i + j)
                    .sub(FloatVector.fromArray(SPECIES, center, j))
                    .fma(
                            FloatVector.fromArray(SPECIES, slope, j),
                            FloatVector.fromArray(SPECIES, g, d + j)
                                    .fma(
                                            FloatVector.fromArray(SPECIES, scale, j),
                                            FloatVector.fromArray(SPECIES, offset, j)))
                    .intoArray(dx, k + j);
        }
        for (; j < width; j++) {
            dx[k + j] = Math.fma(x[i + j] - center[j], slope[j], Math.fma(g[d + j], scale[j], offset[j]));
        }
    }
}
