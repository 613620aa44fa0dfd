package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.Panel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Normalization of float panels, element by element. Few columns keep their coefficients in registers for some rows;
 * many are gone through four rows side by side.
 */
final class FloatColumnMaps {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Rows of more columns than this are gone through from the first column to the last. */
    private static final int FEW_COLUMNS = 512;

    /** Elements whose columns are gone down before the next rows: near enough for memory to be read ahead. */
    private static final int NEAR = 1024;

    private FloatColumnMaps() {}

    static void normalize(Panel<float[]> x, float[] center, float[] scale, float[] offset, Panel<float[]> y) {
        int width = x.width();
        int whole = width - width % (4 * LANES);
        int step = width > FEW_COLUMNS ? 4 : Math.max(4, NEAR / width);
        for (int r = 0, rows; r < x.height(); r += rows) {
            rows = Math.min(step, x.height() - r);
            if (width > FEW_COLUMNS && rows == 4) {
                across4(x, y, r, whole, center, scale, offset);
            } else {
                down(x, y, r, rows, whole, center, scale, offset);
            }
        }
        if (whole < width) {
            for (int r = 0; r < x.height(); r++) {
                int i = x.start() + r * x.stride();
                int k = y.start() + r * y.stride();
                rest(x.array(), i, y.array(), k, whole, width, center, scale, offset);
            }
        }
    }

    private static void down(
            Panel<float[]> x,
            Panel<float[]> y,
            int first,
            int rows,
            int whole,
            float[] center,
            float[] scale,
            float[] offset) {
        int i = x.start() + first * x.stride();
        int k = y.start() + first * y.stride();
        for (int j = 0; j < whole; j += 4 * LANES) {
            down(x.array(), i + j, x.stride(), y.array(), k + j, y.stride(), rows, center, scale, offset, j);
        }
    }

    private static void down(
            float[] x,
            int xAt,
            int xStride,
            float[] y,
            int yAt,
            int yStride,
            int rows,
            float[] center,
            float[] scale,
            float[] offset,
            int j) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, center, j);
        FloatVector c1 = FloatVector.fromArray(SPECIES, center, j + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, center, j + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(SPECIES, center, j + 3 * LANES);
        FloatVector s0 = FloatVector.fromArray(SPECIES, scale, j);
        FloatVector s1 = FloatVector.fromArray(SPECIES, scale, j + LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, scale, j + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, scale, j + 3 * LANES);
        FloatVector o0 = FloatVector.fromArray(SPECIES, offset, j);
        FloatVector o1 = FloatVector.fromArray(SPECIES, offset, j + LANES);
        FloatVector o2 = FloatVector.fromArray(SPECIES, offset, j + 2 * LANES);
        FloatVector o3 = FloatVector.fromArray(SPECIES, offset, j + 3 * LANES);
        for (int r = 0, i = xAt, k = yAt; r < rows; r++, i += xStride, k += yStride) {
            FloatVector.fromArray(SPECIES, x, i).sub(c0).fma(s0, o0).intoArray(y, k);
            FloatVector.fromArray(SPECIES, x, i + LANES).sub(c1).fma(s1, o1).intoArray(y, k + LANES);
            FloatVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c2).fma(s2, o2).intoArray(y, k + 2 * LANES);
            FloatVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c3).fma(s3, o3).intoArray(y, k + 3 * LANES);
        }
    }

    private static void across4(
            Panel<float[]> x, Panel<float[]> y, int first, int whole, float[] center, float[] scale, float[] offset) {
        across4(
                x.array(),
                x.start() + first * x.stride(),
                x.stride(),
                y.array(),
                y.start() + first * y.stride(),
                y.stride(),
                whole,
                center,
                scale,
                offset);
    }

    private static void across4(
            float[] x,
            int i,
            int xStride,
            float[] y,
            int k,
            int yStride,
            int whole,
            float[] center,
            float[] scale,
            float[] offset) {
        for (int j = 0; j < whole; j += 2 * LANES) {
            FloatVector c0 = FloatVector.fromArray(SPECIES, center, j);
            FloatVector c1 = FloatVector.fromArray(SPECIES, center, j + LANES);
            FloatVector s0 = FloatVector.fromArray(SPECIES, scale, j);
            FloatVector s1 = FloatVector.fromArray(SPECIES, scale, j + LANES);
            FloatVector o0 = FloatVector.fromArray(SPECIES, offset, j);
            FloatVector o1 = FloatVector.fromArray(SPECIES, offset, j + LANES);
            int from = i + j;
            int to = k + j;
            FloatVector.fromArray(SPECIES, x, from).sub(c0).fma(s0, o0).intoArray(y, to);
            FloatVector.fromArray(SPECIES, x, from + LANES).sub(c1).fma(s1, o1).intoArray(y, to + LANES);
            from += xStride;
            to += yStride;
            FloatVector.fromArray(SPECIES, x, from).sub(c0).fma(s0, o0).intoArray(y, to);
            FloatVector.fromArray(SPECIES, x, from + LANES).sub(c1).fma(s1, o1).intoArray(y, to + LANES);
            from += xStride;
            to += yStride;
            FloatVector.fromArray(SPECIES, x, from).sub(c0).fma(s0, o0).intoArray(y, to);
            FloatVector.fromArray(SPECIES, x, from + LANES).sub(c1).fma(s1, o1).intoArray(y, to + LANES);
            from += xStride;
            to += yStride;
            FloatVector.fromArray(SPECIES, x, from).sub(c0).fma(s0, o0).intoArray(y, to);
            FloatVector.fromArray(SPECIES, x, from + LANES).sub(c1).fma(s1, o1).intoArray(y, to + LANES);
        }
    }

    private static void rest(
            float[] x, int i, float[] y, int k, int from, int width, float[] center, float[] scale, float[] offset) {
        int j = from;
        for (; j <= width - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, i + j)
                    .sub(FloatVector.fromArray(SPECIES, center, j))
                    .fma(FloatVector.fromArray(SPECIES, scale, j), FloatVector.fromArray(SPECIES, offset, j))
                    .intoArray(y, k + j);
        }
        for (; j < width; j++) {
            y[k + j] = Math.fma(x[i + j] - center[j], scale[j], offset[j]);
        }
    }

    static void normalizeAndAdd(
            Panel<float[]> x, float[] center, float[] scale, float[] offset, Panel<float[]> summand, Panel<float[]> y) {
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
            float[] x,
            int i,
            float[] summand,
            int a,
            float[] y,
            int k,
            int width,
            float[] center,
            float[] scale,
            float[] offset) {
        int j = 0;
        for (; j <= width - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, i + j)
                    .sub(FloatVector.fromArray(SPECIES, center, j))
                    .fma(FloatVector.fromArray(SPECIES, scale, j), FloatVector.fromArray(SPECIES, offset, j))
                    .add(FloatVector.fromArray(SPECIES, summand, a + j))
                    .intoArray(y, k + j);
        }
        for (; j < width; j++) {
            y[k + j] = Math.fma(x[i + j] - center[j], scale[j], offset[j]) + summand[a + j];
        }
    }
}
