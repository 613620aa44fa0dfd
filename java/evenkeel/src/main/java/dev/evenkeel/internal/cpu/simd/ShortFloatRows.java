package dev.evenkeel.internal.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Row norms of short rows, eight at a time: what belongs to a row, and would take longer than its few vectors, is
 * computed for eight rows in the lanes of one vector. For vectors of eight lanes.
 */
final class ShortFloatRows {
    /** Rows of a group, one for each lane. */
    static final int ROWS = 8;
    /** Columns of the rows that have loops of their own: those of an attention head, most often. */
    private static final int NARROW = 64;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Wider rows are better gone through by y of one block beside the sums of the next. */
    private static final int WIDEST = 512;

    /** Where in the memory to work in each row's numbers are, one vector of each sort after the sums' lanes. */
    private static final int SECOND = ROWS * ROWS;

    private static final int CENTER = 2 * SECOND;
    private static final int SHIFT = CENTER + ROWS;
    private static final int SCALE = SHIFT + ROWS;
    private static final int OFFSET = SCALE + ROWS;
    /** Floats of memory to work in. */
    static final int WORK = OFFSET + ROWS;

    /** (mean − center)² may be this many times the variance. */
    private static final float FAR = 4;
    /** Variances below this are sums of squares that a float may have lost. */
    private static final float TINY = 1e-30f;

    private static final VectorShuffle<Float> FAR_LANES = shuffle(4);
    private static final VectorShuffle<Float> MIDDLE_LANES = shuffle(2);
    private static final VectorShuffle<Float> NEAR_LANES = shuffle(1);
    private static final VectorMask<Float> FAR_MASK = mask(4);
    private static final VectorMask<Float> MIDDLE_MASK = mask(2);
    private static final VectorMask<Float> NEAR_MASK = mask(1);

    private ShortFloatRows() {}

    /** Whether rows of so many columns are done here. */
    static boolean takes(int cols) {
        return LANES == ROWS && cols % LANES == 0 && cols <= WIDEST;
    }

    private static VectorShuffle<Float> shuffle(int distance) {
        return VectorShuffle.fromOp(SPECIES, lane -> lane ^ distance);
    }

    private static VectorMask<Float> mask(int distance) {
        boolean[] lanes = new boolean[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = (i & distance) != 0;
        }
        return VectorMask.fromArray(SPECIES, lanes, 0);
    }

    /** Sums of (x − center) and (x − center)² of each row, in lanes; rows beyond the last are the last one again. */
    static void sums(float[] x, int at, int rows, int cols, boolean centered, float[] work) {
        if (cols == NARROW && rows == ROWS) {
            sums64(x, at, centered, work);
            return;
        }
        int fours = cols - cols % (4 * LANES);
        for (int t = 0; t < ROWS; t++) {
            int row = at + Math.min(t, rows - 1) * cols;
            float near = centered ? ((x[row] + x[row + 1]) + (x[row + 2] + x[row + 3])) * 0.25f : 0;
            work[CENTER + t] = near;
            FloatVector center = FloatVector.broadcast(SPECIES, near);
            FloatVector first = FloatVector.zero(SPECIES);
            FloatVector second = first;
            int i = 0;
            for (; i < fours; i += 4 * LANES) {
                FloatVector d0 = load(x, row + i).sub(center);
                FloatVector d1 = load(x, row + i + LANES).sub(center);
                FloatVector d2 = load(x, row + i + 2 * LANES).sub(center);
                FloatVector d3 = load(x, row + i + 3 * LANES).sub(center);
                first = first.add(d0.add(d1).add(d2.add(d3)));
                second = second.add(d1.fma(d1, d0.mul(d0)).add(d3.fma(d3, d2.mul(d2))));
            }
            for (; i < cols; i += LANES) {
                FloatVector d = load(x, row + i).sub(center);
                first = first.add(d);
                second = d.fma(d, second);
            }
            first.intoArray(work, t * LANES);
            second.intoArray(work, SECOND + t * LANES);
        }
    }

    /** {@link #sums} of eight rows of 64 columns. As that is a constant, the compiler writes the inner loop out. */
    private static void sums64(float[] x, int at, boolean centered, float[] work) {
        for (int t = 0; t < ROWS; t++) {
            int row = at + t * NARROW;
            float near = centered ? ((x[row] + x[row + 1]) + (x[row + 2] + x[row + 3])) * 0.25f : 0;
            work[CENTER + t] = near;
            FloatVector center = FloatVector.broadcast(SPECIES, near);
            FloatVector first = FloatVector.zero(SPECIES);
            FloatVector second = first;
            for (int i = 0; i < NARROW; i += 4 * LANES) {
                FloatVector d0 = load(x, row + i).sub(center);
                FloatVector d1 = load(x, row + i + LANES).sub(center);
                FloatVector d2 = load(x, row + i + 2 * LANES).sub(center);
                FloatVector d3 = load(x, row + i + 3 * LANES).sub(center);
                first = first.add(d0.add(d1).add(d2.add(d3)));
                second = second.add(d1.fma(d1, d0.mul(d0)).add(d3.fma(d3, d2.mul(d2))));
            }
            first.intoArray(work, t * LANES);
            second.intoArray(work, SECOND + t * LANES);
        }
    }

    /**
     * y of eight rows of 64 columns, and {@link #sums} of the eight rows after them, row by row: so that memory is read
     * and written all the time.
     */
    private static void normalize64(
            float[] x,
            int at,
            float[] y,
            int to,
            float[] weight,
            float[] bias,
            boolean centered,
            float[] work,
            float[] next) {
        for (int t = 0; t < ROWS; t++) {
            int row = at + t * NARROW;
            int out = to + t * NARROW;
            int ahead = row + ROWS * NARROW;
            FloatVector shift = FloatVector.broadcast(SPECIES, work[SHIFT + t]);
            FloatVector scale = FloatVector.broadcast(SPECIES, work[SCALE + t]);
            FloatVector offset = FloatVector.broadcast(SPECIES, work[OFFSET + t]);
            float near = centered ? ((x[ahead] + x[ahead + 1]) + (x[ahead + 2] + x[ahead + 3])) * 0.25f : 0;
            next[CENTER + t] = near;
            FloatVector center = FloatVector.broadcast(SPECIES, near);
            FloatVector first = FloatVector.zero(SPECIES);
            FloatVector second = first;
            for (int i = 0; i < NARROW; i += 4 * LANES) {
                FloatVector h0 = load(x, row + i).sub(shift).fma(scale, offset);
                FloatVector h1 = load(x, row + i + LANES).sub(shift).fma(scale, offset);
                FloatVector h2 = load(x, row + i + 2 * LANES).sub(shift).fma(scale, offset);
                FloatVector h3 = load(x, row + i + 3 * LANES).sub(shift).fma(scale, offset);
                h0.fma(load(weight, i), load(bias, i)).intoArray(y, out + i);
                h1.fma(load(weight, i + LANES), load(bias, i + LANES)).intoArray(y, out + i + LANES);
                h2.fma(load(weight, i + 2 * LANES), load(bias, i + 2 * LANES)).intoArray(y, out + i + 2 * LANES);
                h3.fma(load(weight, i + 3 * LANES), load(bias, i + 3 * LANES)).intoArray(y, out + i + 3 * LANES);
                FloatVector d0 = load(x, ahead + i).sub(center);
                FloatVector d1 = load(x, ahead + i + LANES).sub(center);
                FloatVector d2 = load(x, ahead + i + 2 * LANES).sub(center);
                FloatVector d3 = load(x, ahead + i + 3 * LANES).sub(center);
                first = first.add(d0.add(d1).add(d2.add(d3)));
                second = second.add(d1.fma(d1, d0.mul(d0)).add(d3.fma(d3, d2.mul(d2))));
            }
            first.intoArray(next, t * LANES);
            second.intoArray(next, SECOND + t * LANES);
        }
    }

    /** y of a group, and sums of the next group of {@code ahead} rows, if there is one. */
    static void step(
            float[] x,
            int at,
            float[] y,
            int to,
            int rows,
            int ahead,
            int cols,
            float[] weight,
            float[] bias,
            boolean centered,
            float[] work,
            float[] next) {
        if (cols == NARROW && ahead == ROWS) {
            normalize64(x, at, y, to, weight, bias, centered, work, next);
            return;
        }
        normalize(x, at, y, to, rows, cols, weight, bias, work);
        if (ahead > 0) {
            sums(x, at + rows * cols, ahead, cols, centered, next);
        }
    }

    /**
     * Scale and offset that make x̂ of each row, from its sums; a bit for each row whose sums are not good enough. Lanes are
     * added in the same order in every row: halves, quarters and eighths of a vector are swapped between rows.
     */
    static int moments(float[] work, int cols, boolean centered, float eps) {
        for (int from = 0; from <= SECOND; from += SECOND) {
            FloatVector r0 = load(work, from);
            FloatVector r4 = load(work, from + 4 * LANES);
            FloatVector a = r0.blend(r4, FAR_MASK).add(r4.blend(r0, FAR_MASK).rearrange(FAR_LANES));
            FloatVector r1 = load(work, from + LANES);
            FloatVector r5 = load(work, from + 5 * LANES);
            FloatVector b = r1.blend(r5, FAR_MASK).add(r5.blend(r1, FAR_MASK).rearrange(FAR_LANES));
            FloatVector r2 = load(work, from + 2 * LANES);
            FloatVector r6 = load(work, from + 6 * LANES);
            FloatVector c = r2.blend(r6, FAR_MASK).add(r6.blend(r2, FAR_MASK).rearrange(FAR_LANES));
            FloatVector r3 = load(work, from + 3 * LANES);
            FloatVector r7 = load(work, from + 7 * LANES);
            FloatVector d = r3.blend(r7, FAR_MASK).add(r7.blend(r3, FAR_MASK).rearrange(FAR_LANES));
            FloatVector ac = a.blend(c, MIDDLE_MASK).add(c.blend(a, MIDDLE_MASK).rearrange(MIDDLE_LANES));
            FloatVector bd = b.blend(d, MIDDLE_MASK).add(d.blend(b, MIDDLE_MASK).rearrange(MIDDLE_LANES));
            ac.blend(bd, NEAR_MASK)
                    .add(bd.blend(ac, NEAR_MASK).rearrange(NEAR_LANES))
                    .intoArray(work, from);
        }
        return finish(work, 1f / cols, centered, eps);
    }

    /** From the sums of each row. */
    private static int finish(float[] work, float each, boolean centered, float eps) {
        int poor = 0;
        for (int t = 0; t < ROWS; t++) {
            float rest = centered ? work[t] * each : 0;
            float variance = work[SECOND + t] * each - rest * rest;
            boolean good = rest * rest <= FAR * variance & variance + eps >= TINY & variance <= Float.MAX_VALUE;
            poor |= good ? 0 : 1 << t;
            float rstd = (float) (1 / Math.sqrt(variance + eps));
            float center = work[CENTER + t];
            float mean = center + rest;
            work[SHIFT + t] = mean;
            work[SCALE + t] = rstd;
            work[OFFSET + t] = (mean - center - rest) * rstd;
        }
        return poor;
    }

    /** What {@link #moments} finds, of one row, in double and for any numbers. */
    static void exactMoments(float[] x, int at, int t, int cols, boolean centered, double eps, float[] work) {
        double sum = 0;
        for (int j = 0; centered && j < cols; j++) {
            sum += x[at + t * cols + j];
        }
        double mean = sum / cols;
        double squares = 0;
        double rest = 0;
        for (int j = 0; j < cols; j++) {
            double d = x[at + t * cols + j] - mean;
            rest += d;
            squares += d * d;
        }
        mean += centered ? rest / cols : 0;
        double left = centered ? rest / cols : 0;
        double rstd = 1 / Math.sqrt(Math.max(0, squares / cols - left * left) + eps);
        float shift = (float) mean;
        work[SHIFT + t] = shift;
        work[SCALE + t] = (float) rstd;
        work[OFFSET + t] = (float) ((shift - mean) * rstd);
    }

    /** y = x̂·weight + bias. */
    static void normalize(
            float[] x, int at, float[] y, int to, int rows, int cols, float[] weight, float[] bias, float[] work) {
        int fours = cols - cols % (4 * LANES);
        for (int t = 0; t < rows; t++) {
            int row = at + t * cols;
            int out = to + t * cols;
            FloatVector shift = FloatVector.broadcast(SPECIES, work[SHIFT + t]);
            FloatVector scale = FloatVector.broadcast(SPECIES, work[SCALE + t]);
            FloatVector offset = FloatVector.broadcast(SPECIES, work[OFFSET + t]);
            int i = 0;
            for (; i < fours; i += 4 * LANES) {
                FloatVector h0 = load(x, row + i).sub(shift).fma(scale, offset);
                FloatVector h1 = load(x, row + i + LANES).sub(shift).fma(scale, offset);
                FloatVector h2 = load(x, row + i + 2 * LANES).sub(shift).fma(scale, offset);
                FloatVector h3 = load(x, row + i + 3 * LANES).sub(shift).fma(scale, offset);
                h0.fma(load(weight, i), load(bias, i)).intoArray(y, out + i);
                h1.fma(load(weight, i + LANES), load(bias, i + LANES)).intoArray(y, out + i + LANES);
                h2.fma(load(weight, i + 2 * LANES), load(bias, i + 2 * LANES)).intoArray(y, out + i + 2 * LANES);
                h3.fma(load(weight, i + 3 * LANES), load(bias, i + 3 * LANES)).intoArray(y, out + i + 3 * LANES);
            }
            for (; i < cols; i += LANES) {
                FloatVector h = load(x, row + i).sub(shift).fma(scale, offset);
                h.fma(load(weight, i), load(bias, i)).intoArray(y, out + i);
            }
        }
    }

    /** Means and scales of the first rows, where they are wanted. */
    static void give(float[] work, int rows, float @Nullable [] mean, float @Nullable [] rstd, int at) {
        if (mean != null) {
            System.arraycopy(work, SHIFT, mean, at, rows);
        }
        if (rstd != null) {
            System.arraycopy(work, SCALE, rstd, at, rows);
        }
    }

    private static FloatVector load(float[] a, int i) {
        return FloatVector.fromArray(SPECIES, a, i);
    }
}
