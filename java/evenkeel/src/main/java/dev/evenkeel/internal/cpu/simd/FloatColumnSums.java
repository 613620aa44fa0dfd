package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.ColumnNormKernel;
import dev.evenkeel.internal.cpu.kernel.Panel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums down the columns of float panels: some columns' sums stay in registers from the first row to the last. */
final class FloatColumnSums {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Rows whose squares are added up apart, see {@link ColumnNormKernel#RUN}. */
    private static final int RUN = ColumnNormKernel.RUN;

    /** Rows of more columns than this are gone through from the first column to the last, four side by side. */
    private static final int FEW_COLUMNS = 512;

    /** Rows whose columns are gone down before the next rows: near enough for memory to be read ahead. */
    private static final int NEAR_ROWS = 2 * RUN;

    private FloatColumnSums() {}

    static void moments(Panel<float[]> x, float[] center, float[] first, float[] second) {
        int width = x.width();
        int r = 0;
        if (width > FEW_COLUMNS && width % (2 * LANES) == 0) {
            for (; r <= x.height() - 4; r += 4) {
                across4(x.array(), x.start() + r * x.stride(), x.stride(), width, center, first, second);
            }
        }
        for (int rows; r < x.height(); r += rows) {
            rows = Math.min(NEAR_ROWS, x.height() - r);
            down(x.array(), x.start() + r * x.stride(), x.stride(), rows, width, center, first, second);
        }
    }

    private static void across4(
            float[] x, int at, int stride, int width, float[] center, float[] first, float[] second) {
        for (int j = 0, k = LANES; j < width; j += 2 * LANES, k += 2 * LANES) {
            FloatVector c0 = FloatVector.fromArray(SPECIES, center, j);
            FloatVector c1 = FloatVector.fromArray(SPECIES, center, k);
            FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + j).sub(c0);
            FloatVector e0 = FloatVector.fromArray(SPECIES, x, at + k).sub(c1);
            FloatVector d1 = FloatVector.fromArray(SPECIES, x, at + stride + j).sub(c0);
            FloatVector e1 = FloatVector.fromArray(SPECIES, x, at + stride + k).sub(c1);
            FloatVector d2 =
                    FloatVector.fromArray(SPECIES, x, at + 2 * stride + j).sub(c0);
            FloatVector e2 =
                    FloatVector.fromArray(SPECIES, x, at + 2 * stride + k).sub(c1);
            FloatVector d3 =
                    FloatVector.fromArray(SPECIES, x, at + 3 * stride + j).sub(c0);
            FloatVector e3 =
                    FloatVector.fromArray(SPECIES, x, at + 3 * stride + k).sub(c1);
            FloatVector.fromArray(SPECIES, first, j)
                    .add(d0.add(d1).add(d2.add(d3)))
                    .intoArray(first, j);
            FloatVector.fromArray(SPECIES, first, k)
                    .add(e0.add(e1).add(e2.add(e3)))
                    .intoArray(first, k);
            FloatVector squares = d3.fma(d3, d2.fma(d2, d1.fma(d1, d0.mul(d0))));
            FloatVector.fromArray(SPECIES, second, j).add(squares).intoArray(second, j);
            squares = e3.fma(e3, e2.fma(e2, e1.fma(e1, e0.mul(e0))));
            FloatVector.fromArray(SPECIES, second, k).add(squares).intoArray(second, k);
        }
    }

    private static void down(
            float[] x, int at, int stride, int rows, int width, float[] center, float[] first, float[] second) {
        int j = 0;
        for (; j <= width - 4 * LANES; j += 4 * LANES) {
            moments4(x, at + j, stride, rows, center, first, second, j);
        }
        for (; j <= width - LANES; j += LANES) {
            moments1(x, at + j, stride, rows, center, first, second, j);
        }
        for (; j < width; j++) {
            momentsOfColumn(x, at + j, stride, rows, center, first, second, j);
        }
    }

    private static void moments4(
            float[] x, int at, int stride, int rows, float[] center, float[] first, float[] second, int j) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, center, j);
        FloatVector c1 = FloatVector.fromArray(SPECIES, center, j + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, center, j + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(SPECIES, center, j + 3 * LANES);
        for (int r = 0, i = at; r < rows; ) {
            int end = Math.min(rows, r + RUN);
            FloatVector f0 = FloatVector.zero(SPECIES);
            FloatVector f1 = f0;
            FloatVector f2 = f0;
            FloatVector f3 = f0;
            FloatVector s0 = f0;
            FloatVector s1 = f0;
            FloatVector s2 = f0;
            FloatVector s3 = f0;
            for (; r < end; r++, i += stride) {
                FloatVector d0 = FloatVector.fromArray(SPECIES, x, i).sub(c0);
                FloatVector d1 = FloatVector.fromArray(SPECIES, x, i + LANES).sub(c1);
                FloatVector d2 =
                        FloatVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c2);
                FloatVector d3 =
                        FloatVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c3);
                f0 = f0.add(d0);
                f1 = f1.add(d1);
                f2 = f2.add(d2);
                f3 = f3.add(d3);
                s0 = d0.fma(d0, s0);
                s1 = d1.fma(d1, s1);
                s2 = d2.fma(d2, s2);
                s3 = d3.fma(d3, s3);
            }
            FloatVector.fromArray(SPECIES, first, j).add(f0).intoArray(first, j);
            FloatVector.fromArray(SPECIES, first, j + LANES).add(f1).intoArray(first, j + LANES);
            FloatVector.fromArray(SPECIES, first, j + 2 * LANES).add(f2).intoArray(first, j + 2 * LANES);
            FloatVector.fromArray(SPECIES, first, j + 3 * LANES).add(f3).intoArray(first, j + 3 * LANES);
            FloatVector.fromArray(SPECIES, second, j).add(s0).intoArray(second, j);
            FloatVector.fromArray(SPECIES, second, j + LANES).add(s1).intoArray(second, j + LANES);
            FloatVector.fromArray(SPECIES, second, j + 2 * LANES).add(s2).intoArray(second, j + 2 * LANES);
            FloatVector.fromArray(SPECIES, second, j + 3 * LANES).add(s3).intoArray(second, j + 3 * LANES);
        }
    }

    private static void moments1(
            float[] x, int at, int stride, int rows, float[] center, float[] first, float[] second, int j) {
        FloatVector c = FloatVector.fromArray(SPECIES, center, j);
        for (int r = 0, i = at; r < rows; ) {
            int end = Math.min(rows, r + RUN);
            FloatVector f = FloatVector.zero(SPECIES);
            FloatVector s = f;
            for (; r < end; r++, i += stride) {
                FloatVector d = FloatVector.fromArray(SPECIES, x, i).sub(c);
                f = f.add(d);
                s = d.fma(d, s);
            }
            FloatVector.fromArray(SPECIES, first, j).add(f).intoArray(first, j);
            FloatVector.fromArray(SPECIES, second, j).add(s).intoArray(second, j);
        }
    }

    private static void momentsOfColumn(
            float[] x, int at, int stride, int rows, float[] center, float[] first, float[] second, int j) {
        for (int r = 0, i = at; r < rows; ) {
            int end = Math.min(rows, r + RUN);
            float f = 0;
            float s = 0;
            for (; r < end; r++, i += stride) {
                float d = x[i] - center[j];
                f += d;
                s += d * d;
            }
            first[j] += f;
            second[j] += s;
        }
    }

    static void gradients(Panel<float[]> g, Panel<float[]> x, float[] center, float[] first, float[] second) {
        int width = x.width();
        int j = 0;
        for (; j <= width - 4 * LANES; j += 4 * LANES) {
            gradients4(
                    g.array(),
                    g.start() + j,
                    g.stride(),
                    x.array(),
                    x.start() + j,
                    x.stride(),
                    x.height(),
                    center,
                    first,
                    second,
                    j);
        }
        for (; j <= width - LANES; j += LANES) {
            gradients1(
                    g.array(),
                    g.start() + j,
                    g.stride(),
                    x.array(),
                    x.start() + j,
                    x.stride(),
                    x.height(),
                    center,
                    first,
                    second,
                    j);
        }
        for (; j < width; j++) {
            gradientsOfColumn(g, x, center, first, second, j);
        }
    }

    private static void gradients4(
            float[] g,
            int gAt,
            int gStride,
            float[] x,
            int xAt,
            int xStride,
            int rows,
            float[] center,
            float[] first,
            float[] second,
            int j) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, center, j);
        FloatVector c1 = FloatVector.fromArray(SPECIES, center, j + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, center, j + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(SPECIES, center, j + 3 * LANES);
        FloatVector f0 = FloatVector.zero(SPECIES);
        FloatVector f1 = f0;
        FloatVector f2 = f0;
        FloatVector f3 = f0;
        FloatVector s0 = f0;
        FloatVector s1 = f0;
        FloatVector s2 = f0;
        FloatVector s3 = f0;
        for (int r = 0, i = xAt, k = gAt; r < rows; r++, i += xStride, k += gStride) {
            FloatVector g0 = FloatVector.fromArray(SPECIES, g, k);
            FloatVector g1 = FloatVector.fromArray(SPECIES, g, k + LANES);
            FloatVector g2 = FloatVector.fromArray(SPECIES, g, k + 2 * LANES);
            FloatVector g3 = FloatVector.fromArray(SPECIES, g, k + 3 * LANES);
            f0 = f0.add(g0);
            f1 = f1.add(g1);
            f2 = f2.add(g2);
            f3 = f3.add(g3);
            s0 = FloatVector.fromArray(SPECIES, x, i).sub(c0).fma(g0, s0);
            s1 = FloatVector.fromArray(SPECIES, x, i + LANES).sub(c1).fma(g1, s1);
            s2 = FloatVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c2).fma(g2, s2);
            s3 = FloatVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c3).fma(g3, s3);
        }
        FloatVector.fromArray(SPECIES, first, j).add(f0).intoArray(first, j);
        FloatVector.fromArray(SPECIES, first, j + LANES).add(f1).intoArray(first, j + LANES);
        FloatVector.fromArray(SPECIES, first, j + 2 * LANES).add(f2).intoArray(first, j + 2 * LANES);
        FloatVector.fromArray(SPECIES, first, j + 3 * LANES).add(f3).intoArray(first, j + 3 * LANES);
        FloatVector.fromArray(SPECIES, second, j).add(s0).intoArray(second, j);
        FloatVector.fromArray(SPECIES, second, j + LANES).add(s1).intoArray(second, j + LANES);
        FloatVector.fromArray(SPECIES, second, j + 2 * LANES).add(s2).intoArray(second, j + 2 * LANES);
        FloatVector.fromArray(SPECIES, second, j + 3 * LANES).add(s3).intoArray(second, j + 3 * LANES);
    }

    private static void gradients1(
            float[] g,
            int gAt,
            int gStride,
            float[] x,
            int xAt,
            int xStride,
            int rows,
            float[] center,
            float[] first,
            float[] second,
            int j) {
        FloatVector c = FloatVector.fromArray(SPECIES, center, j);
        FloatVector f = FloatVector.zero(SPECIES);
        FloatVector s = f;
        for (int r = 0, i = xAt, k = gAt; r < rows; r++, i += xStride, k += gStride) {
            FloatVector v = FloatVector.fromArray(SPECIES, g, k);
            f = f.add(v);
            s = FloatVector.fromArray(SPECIES, x, i).sub(c).fma(v, s);
        }
        FloatVector.fromArray(SPECIES, first, j).add(f).intoArray(first, j);
        FloatVector.fromArray(SPECIES, second, j).add(s).intoArray(second, j);
    }

    private static void gradientsOfColumn(
            Panel<float[]> g, Panel<float[]> x, float[] center, float[] first, float[] second, int j) {
        float f = 0;
        float s = 0;
        int k = g.start() + j;
        for (int r = 0, i = x.start() + j; r < x.height(); r++, i += x.stride(), k += g.stride()) {
            f += g.array()[k];
            s += g.array()[k] * (x.array()[i] - center[j]);
        }
        first[j] += f;
        second[j] += s;
    }
}
