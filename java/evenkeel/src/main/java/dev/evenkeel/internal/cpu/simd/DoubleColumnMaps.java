package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.Panel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Normalization of double panels, element by element. Few columns keep their coefficients in registers from the first
 * row to the last, which is faster in cache; many are gone through row by row, as they lie in memory.
 */
final class DoubleColumnMaps {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Rows of more columns than this are gone through row by row. */
    private static final int FEW_COLUMNS = 512;

    private DoubleColumnMaps() {}

    static void normalize(Panel<double[]> x, double[] center, double[] scale, double[] offset, Panel<double[]> y) {
        int width = x.width();
        int whole = width - width % (4 * LANES);
        if (width <= FEW_COLUMNS) {
            for (int j = 0; j < whole; j += 4 * LANES) {
                down(
                        x.array(),
                        x.start() + j,
                        x.stride(),
                        y.array(),
                        y.start() + j,
                        y.stride(),
                        x.height(),
                        center,
                        scale,
                        offset,
                        j);
            }
        }
        for (int r = 0; r < x.height(); r++) {
            int i = x.start() + r * x.stride();
            int k = y.start() + r * y.stride();
            if (width > FEW_COLUMNS) {
                across(x.array(), i, y.array(), k, whole, center, scale, offset);
            }
            rest(x.array(), i, y.array(), k, whole, width, center, scale, offset);
        }
    }

    private static void down(
            double[] x,
            int xAt,
            int xStride,
            double[] y,
            int yAt,
            int yStride,
            int rows,
            double[] center,
            double[] scale,
            double[] offset,
            int j) {
        DoubleVector c0 = DoubleVector.fromArray(SPECIES, center, j);
        DoubleVector c1 = DoubleVector.fromArray(SPECIES, center, j + LANES);
        DoubleVector c2 = DoubleVector.fromArray(SPECIES, center, j + 2 * LANES);
        DoubleVector c3 = DoubleVector.fromArray(SPECIES, center, j + 3 * LANES);
        DoubleVector s0 = DoubleVector.fromArray(SPECIES, scale, j);
        DoubleVector s1 = DoubleVector.fromArray(SPECIES, scale, j + LANES);
        DoubleVector s2 = DoubleVector.fromArray(SPECIES, scale, j + 2 * LANES);
        DoubleVector s3 = DoubleVector.fromArray(SPECIES, scale, j + 3 * LANES);
        DoubleVector o0 = DoubleVector.fromArray(SPECIES, offset, j);
        DoubleVector o1 = DoubleVector.fromArray(SPECIES, offset, j + LANES);
        DoubleVector o2 = DoubleVector.fromArray(SPECIES, offset, j + 2 * LANES);
        DoubleVector o3 = DoubleVector.fromArray(SPECIES, offset, j + 3 * LANES);
        for (int r = 0, i = xAt, k = yAt; r < rows; r++, i += xStride, k += yStride) {
            DoubleVector.fromArray(SPECIES, x, i).sub(c0).fma(s0, o0).intoArray(y, k);
            DoubleVector.fromArray(SPECIES, x, i + LANES).sub(c1).fma(s1, o1).intoArray(y, k + LANES);
            DoubleVector.fromArray(SPECIES, x, i + 2 * LANES)
                    .sub(c2)
                    .fma(s2, o2)
                    .intoArray(y, k + 2 * LANES);
            DoubleVector.fromArray(SPECIES, x, i + 3 * LANES)
                    .sub(c3)
                    .fma(s3, o3)
                    .intoArray(y, k + 3 * LANES);
        }
    }

    private static void across(
            double[] x, int i, double[] y, int k, int whole, double[] center, double[] scale, double[] offset) {
        for (int j = 0; j < whole; j += 4 * LANES) {
            DoubleVector v0 = DoubleVector.fromArray(SPECIES, x, i + j)
                    .sub(DoubleVector.fromArray(SPECIES, center, j))
                    .fma(DoubleVector.fromArray(SPECIES, scale, j), DoubleVector.fromArray(SPECIES, offset, j));
            DoubleVector v1 = DoubleVector.fromArray(SPECIES, x, i + j + LANES)
                    .sub(DoubleVector.fromArray(SPECIES, center, j + LANES))
                    .fma(
                            DoubleVector.fromArray(SPECIES, scale, j + LANES),
                            DoubleVector.fromArray(SPECIES, offset, j + LANES));
            DoubleVector v2 = DoubleVector.fromArray(SPECIES, x, i + j + 2 * LANES)
                    .sub(DoubleVector.fromArray(SPECIES, center, j + 2 * LANES))
                    .fma(
                            DoubleVector.fromArray(SPECIES, scale, j + 2 * LANES),
                            DoubleVector.fromArray(SPECIES, offset, j + 2 * LANES));
            DoubleVector v3 = DoubleVector.fromArray(SPECIES, x, i + j + 3 * LANES)
                    .sub(DoubleVector.fromArray(SPECIES, center, j + 3 * LANES))
                    .fma(
                            DoubleVector.fromArray(SPECIES, scale, j + 3 * LANES),
                            DoubleVector.fromArray(SPECIES, offset, j + 3 * LANES));
            v0.intoArray(y, k + j);
            v1.intoArray(y, k + j + LANES);
            v2.intoArray(y, k + j + 2 * LANES);
            v3.intoArray(y, k + j + 3 * LANES);
        }
    }

    private static void rest(
            double[] x,
            int i,
            double[] y,
            int k,
            int from,
            int width,
            double[] center,
            double[] scale,
            double[] offset) {
        int j = from;
        for (; j <= width - LANES; j += LANES) {
            DoubleVector.fromArray(SPECIES, x, i + j)
                    .sub(DoubleVector.fromArray(SPECIES, center, j))
                    .fma(DoubleVector.fromArray(SPECIES, scale, j), DoubleVector.fromArray(SPECIES, offset, j))
                    .intoArray(y, k + j);
        }
        for (; j < width; j++) {
            y[k + j] = Math.fma(x[i + j] - center[j], scale[j], offset[j]);
        }
    }

    static void normalizeAndAdd(
            Panel<double[]> x,
            double[] center,
            double[] scale,
            double[] offset,
            Panel<double[]> summand,
            Panel<double[]> y) {
        for (int r = 0; r < x.height(); r++) {
            normalizeAndAdd(
                    x.array(),
                    x.start() + r * x.stride(),
                    summand.array(),
                    summand.start() + r * summand.stride(),
                    y.array(),
                    y.start() + r * y.stride(),
                    x.width(),
                    center,
                    scale,
                    offset);
        }
    }

    private static void normalizeAndAdd(
            double[] x,
            int i,
            double[] summand,
            int a,
            double[] y,
            int k,
            int width,
            double[] center,
            double[] scale,
            double[] offset) {
        int j = 0;
        for (; j <= width - LANES; j += LANES) {
            DoubleVector.fromArray(SPECIES, x, i + j)
                    .sub(DoubleVector.fromArray(SPECIES, center, j))
                    .fma(DoubleVector.fromArray(SPECIES, scale, j), DoubleVector.fromArray(SPECIES, offset, j))
                    .add(DoubleVector.fromArray(SPECIES, summand, a + j))
                    .intoArray(y, k + j);
        }
        for (; j < width; j++) {
            y[k + j] = Math.fma(x[i + j] - center[j], scale[j], offset[j]) + summand[a + j];
        }
    }
}
