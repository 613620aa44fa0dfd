package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.ColumnNormKernel;
import dev.evenkeel.internal.cpu.kernel.Panel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums down the columns of double panels: some columns' sums stay in registers from the first row to the last. */
final class DoubleColumnSums {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Rows whose squares are added up apart, see {@link ColumnNormKernel#RUN}. */
    private static final int RUN = ColumnNormKernel.RUN;

    private DoubleColumnSums() {}

    static void moments(Panel<double[]> x, double[] center, double[] first, double[] second) {
        int width = x.width();
        int j = 0;
        for (; j <= width - 4 * LANES; j += 4 * LANES) {
            moments4(x.array(), x.start() + j, x.stride(), x.height(), center, first, second, j);
        }
        for (; j <= width - LANES; j += LANES) {
            moments1(x.array(), x.start() + j, x.stride(), x.height(), center, first, second, j);
        }
        for (; j < width; j++) {
            momentsOfColumn(x.array(), x.start() + j, x.stride(), x.height(), center, first, second, j);
        }
    }

    private static void moments4(
            double[] x, int at, int stride, int rows, double[] center, double[] first, double[] second, int j) {
        DoubleVector c0 = DoubleVector.fromArray(SPECIES, center, j);
        DoubleVector c1 = DoubleVector.fromArray(SPECIES, center, j + LANES);
        DoubleVector c2 = DoubleVector.fromArray(SPECIES, center, j + 2 * LANES);
        DoubleVector c3 = DoubleVector.fromArray(SPECIES, center, j + 3 * LANES);
        for (int r = 0, i = at; r < rows; ) {
            int end = Math.min(rows, r + RUN);
            DoubleVector f0 = DoubleVector.zero(SPECIES);
            DoubleVector f1 = f0;
            DoubleVector f2 = f0;
            DoubleVector f3 = f0;
            DoubleVector s0 = f0;
            DoubleVector s1 = f0;
            DoubleVector s2 = f0;
            DoubleVector s3 = f0;
            for (; r < end; r++, i += stride) {
                DoubleVector d0 = DoubleVector.fromArray(SPECIES, x, i).sub(c0);
                DoubleVector d1 = DoubleVector.fromArray(SPECIES, x, i + LANES).sub(c1);
                DoubleVector d2 =
                        DoubleVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c2);
                DoubleVector d3 =
                        DoubleVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c3);
                f0 = f0.add(d0);
                f1 = f1.add(d1);
                f2 = f2.add(d2);
                f3 = f3.add(d3);
                s0 = d0.fma(d0, s0);
                s1 = d1.fma(d1, s1);
                s2 = d2.fma(d2, s2);
                s3 = d3.fma(d3, s3);
            }
            DoubleVector.fromArray(SPECIES, first, j).add(f0).intoArray(first, j);
            DoubleVector.fromArray(SPECIES, first, j + LANES).add(f1).intoArray(first, j + LANES);
            DoubleVector.fromArray(SPECIES, first, j + 2 * LANES).add(f2).intoArray(first, j + 2 * LANES);
            DoubleVector.fromArray(SPECIES, first, j + 3 * LANES).add(f3).intoArray(first, j + 3 * LANES);
            DoubleVector.fromArray(SPECIES, second, j).add(s0).intoArray(second, j);
            DoubleVector.fromArray(SPECIES, second, j + LANES).add(s1).intoArray(second, j + LANES);
            DoubleVector.fromArray(SPECIES, second, j + 2 * LANES).add(s2).intoArray(second, j + 2 * LANES);
            DoubleVector.fromArray(SPECIES, second, j + 3 * LANES).add(s3).intoArray(second, j + 3 * LANES);
        }
    }

    private static void moments1(
            double[] x, int at, int stride, int rows, double[] center, double[] first, double[] second, int j) {
        DoubleVector c = DoubleVector.fromArray(SPECIES, center, j);
        for (int r = 0, i = at; r < rows; ) {
            int end = Math.min(rows, r + RUN);
            DoubleVector f = DoubleVector.zero(SPECIES);
            DoubleVector s = f;
            for (; r < end; r++, i += stride) {
                DoubleVector d = DoubleVector.fromArray(SPECIES, x, i).sub(c);
                f = f.add(d);
                s = d.fma(d, s);
            }
            DoubleVector.fromArray(SPECIES, first, j).add(f).intoArray(first, j);
            DoubleVector.fromArray(SPECIES, second, j).add(s).intoArray(second, j);
        }
    }

    private static void momentsOfColumn(
            double[] x, int at, int stride, int rows, double[] center, double[] first, double[] second, int j) {
        for (int r = 0, i = at; r < rows; ) {
            int end = Math.min(rows, r + RUN);
            double f = 0;
            double s = 0;
            for (; r < end; r++, i += stride) {
                double d = x[i] - center[j];
                f += d;
                s += d * d;
            }
            first[j] += f;
            second[j] += s;
        }
    }

    static void gradients(Panel<double[]> g, Panel<double[]> x, double[] center, double[] first, double[] second) {
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
            double[] g,
            int gAt,
            int gStride,
            double[] x,
            int xAt,
            int xStride,
            int rows,
            double[] center,
            double[] first,
            double[] second,
            int j) {
        DoubleVector c0 = DoubleVector.fromArray(SPECIES, center, j);
        DoubleVector c1 = DoubleVector.fromArray(SPECIES, center, j + LANES);
        DoubleVector c2 = DoubleVector.fromArray(SPECIES, center, j + 2 * LANES);
        DoubleVector c3 = DoubleVector.fromArray(SPECIES, center, j + 3 * LANES);
        DoubleVector f0 = DoubleVector.zero(SPECIES);
        DoubleVector f1 = f0;
        DoubleVector f2 = f0;
        DoubleVector f3 = f0;
        DoubleVector s0 = f0;
        DoubleVector s1 = f0;
        DoubleVector s2 = f0;
        DoubleVector s3 = f0;
        for (int r = 0, i = xAt, k = gAt; r < rows; r++, i += xStride, k += gStride) {
            DoubleVector g0 = DoubleVector.fromArray(SPECIES, g, k);
            DoubleVector g1 = DoubleVector.fromArray(SPECIES, g, k + LANES);
            DoubleVector g2 = DoubleVector.fromArray(SPECIES, g, k + 2 * LANES);
            DoubleVector g3 = DoubleVector.fromArray(SPECIES, g, k + 3 * LANES);
            f0 = f0.add(g0);
            f1 = f1.add(g1);
            f2 = f2.add(g2);
            f3 = f3.add(g3);
            s0 = DoubleVector.fromArray(SPECIES, x, i).sub(c0).fma(g0, s0);
            s1 = DoubleVector.fromArray(SPECIES, x, i + LANES).sub(c1).fma(g1, s1);
            s2 = DoubleVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c2).fma(g2, s2);
            s3 = DoubleVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c3).fma(g3, s3);
        }
        DoubleVector.fromArray(SPECIES, first, j).add(f0).intoArray(first, j);
        DoubleVector.fromArray(SPECIES, first, j + LANES).add(f1).intoArray(first, j + LANES);
        DoubleVector.fromArray(SPECIES, first, j + 2 * LANES).add(f2).intoArray(first, j + 2 * LANES);
        DoubleVector.fromArray(SPECIES, first, j + 3 * LANES).add(f3).intoArray(first, j + 3 * LANES);
        DoubleVector.fromArray(SPECIES, second, j).add(s0).intoArray(second, j);
        DoubleVector.fromArray(SPECIES, second, j + LANES).add(s1).intoArray(second, j + LANES);
        DoubleVector.fromArray(SPECIES, second, j + 2 * LANES).add(s2).intoArray(second, j + 2 * LANES);
        DoubleVector.fromArray(SPECIES, second, j + 3 * LANES).add(s3).intoArray(second, j + 3 * LANES);
    }

    private static void gradients1(
            double[] g,
            int gAt,
            int gStride,
            double[] x,
            int xAt,
            int xStride,
            int rows,
            double[] center,
            double[] first,
            double[] second,
            int j) {
        DoubleVector c = DoubleVector.fromArray(SPECIES, center, j);
        DoubleVector f = DoubleVector.zero(SPECIES);
        DoubleVector s = f;
        for (int r = 0, i = xAt, k = gAt; r < rows; r++, i += xStride, k += gStride) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, g, k);
            f = f.add(v);
            s = DoubleVector.fromArray(SPECIES, x, i).sub(c).fma(v, s);
        }
        DoubleVector.fromArray(SPECIES, first, j).add(f).intoArray(first, j);
        DoubleVector.fromArray(SPECIES, second, j).add(s).intoArray(second, j);
    }

    private static void gradientsOfColumn(
            Panel<double[]> g, Panel<double[]> x, double[] center, double[] first, double[] second, int j) {
        double f = 0;
        double s = 0;
        int k = g.start() + j;
        for (int r = 0, i = x.start() + j; r < x.height(); r++, i += x.stride(), k += g.stride()) {
            f += g.array()[k];
            s += g.array()[k] * (x.array()[i] - center[j]);
        }
        first[j] += f;
        second[j] += s;
    }
}
