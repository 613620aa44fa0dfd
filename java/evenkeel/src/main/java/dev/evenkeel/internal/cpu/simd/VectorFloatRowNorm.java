package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.FloatRowNorm;
import dev.evenkeel.internal.cpu.kernel.RowBlock;
import dev.evenkeel.internal.cpu.kernel.RowNormKernel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Row norms in float, a vector at a time; columns that fill no vector as {@link FloatRowNorm} does them.
 *
 * <p>The loops are longer than the JVM's compiler takes into their callers (325 bytes of code), so that each is
 * compiled by itself: several of them in one would be too much for it, and it would make objects of vectors.
 */
final class VectorFloatRowNorm implements RowNormKernel<float[]> {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    /** Columns after which totals go from float to double. */
    private static final int PART = 1024;

    private final FloatRowNorm plain = new FloatRowNorm();

    @Override
    public void sums(RowBlock<float[]> block, int cols) {
        clear(block);
        int whole = whole(cols);
        for (int from = 0; from < whole; from += PART) {
            sums(block, cols, from, Math.min(PART, whole - from) + from);
            addLanes(block);
        }
        sumsOfRest(block, cols);
    }

    @Override
    public void normalize(RowBlock<float[]> block, float[] y, int to, float[] weight, float[] bias, int cols) {
        normalize(block, y, to, weight, bias, cols, whole(cols));
        normalizeRest(block, y, to, weight, bias, cols);
    }

    @Override
    public void normalize(
            RowBlock<float[]> block,
            float[] y,
            int to,
            float[] weight,
            float[] bias,
            int cols,
            RowBlock<float[]> next) {
        if (next.count() != block.count()) {
            normalize(block, y, to, weight, bias, cols);
            sums(next, cols);
            return;
        }
        clear(next);
        int whole = whole(cols);
        for (int from = 0; from < whole; from += PART) {
            normalize(block, y, to, weight, bias, cols, next, from, Math.min(PART, whole - from) + from);
            addLanes(next);
        }
        sumsOfRest(next, cols);
        normalizeRest(block, y, to, weight, bias, cols);
    }

    @Override
    public boolean shortRows(int cols) {
        return ShortFloatRows.takes(cols);
    }

    @Override
    public void normalizeShort(
            float[] x,
            int at,
            float[] y,
            int to,
            int rows,
            int cols,
            float[] weight,
            float[] bias,
            float @Nullable [] mean,
            float @Nullable [] rstd,
            int row,
            boolean centered,
            double eps) {
        float[] work = new float[ShortFloatRows.WORK];
        float[] next = new float[ShortFloatRows.WORK];
        ShortFloatRows.sums(x, at, Math.min(ShortFloatRows.ROWS, rows), cols, centered, work);
        for (int done = 0; done < rows; done += ShortFloatRows.ROWS) {
            int group = Math.min(ShortFloatRows.ROWS, rows - done);
            int from = at + done * cols;
            int poor = ShortFloatRows.moments(work, cols, centered, (float) eps);
            for (int t = 0; t < group; t++) {
                if ((poor >> t & 1) != 0) {
                    ShortFloatRows.exactMoments(x, from, t, cols, centered, eps, work);
                }
            }
            ShortFloatRows.give(work, group, mean, rstd, row + done);
            int ahead = Math.min(ShortFloatRows.ROWS, rows - done - group);
            ShortFloatRows.step(x, from, y, to + done * cols, group, ahead, cols, weight, bias, centered, work, next);
            float[] last = work;
            work = next;
            next = last;
        }
    }

    @Override
    public void gradientSums(RowBlock<float[]> block, float[] weight, float[] dweight, float[] dbias, int cols) {
        clear(block);
        int whole = whole(cols);
        for (int from = 0; from < whole; from += PART) {
            int end = Math.min(PART, whole - from) + from;
            VectorFloatRowGradients.sums(block, weight, dweight, dbias, cols, from, end);
        }
        VectorFloatRowGradients.sumsOfRest(block, weight, dweight, dbias, cols, whole);
    }

    @Override
    public void project(RowBlock<float[]> block, float[] dx, int to, float[] weight, int cols) {
        int whole = whole(cols);
        VectorFloatRowGradients.project(block, dx, to, weight, cols, whole);
        VectorFloatRowGradients.projectRest(block, dx, to, weight, cols, whole);
    }

    @Override
    public void flush(float[] part, double[] totals, int at, int n, boolean add) {
        plain.flush(part, totals, at, n, add);
    }

    private static int whole(int cols) {
        return cols - cols % LANES;
    }

    private static void clear(RowBlock<float[]> block) {
        Arrays.fill(block.first(), 0);
        Arrays.fill(block.second(), 0);
    }

    private static void sumsOfRest(RowBlock<float[]> block, int cols) {
        int whole = whole(cols);
        for (int t = 0; whole < cols && t < block.count(); t++) {
            int at = block.at() + t * cols;
            if (block.shiftedByFirst()) {
                block.shift()[t] = center(block.values(), at, cols);
            }
            FloatRowNorm.sums(block, t, at + whole, at + cols);
        }
    }

    private static void normalizeRest(
            RowBlock<float[]> block, float[] y, int to, float[] weight, float[] bias, int cols) {
        int whole = whole(cols);
        for (int t = 0; whole < cols && t < block.count(); t++) {
            FloatRowNorm.normalize(block, t, y, to, weight, bias, cols, whole);
        }
    }

    /**
     * Sums of columns from … end into the lanes of each row, in the order that the loop with two blocks has too. Two
     * squares make one summand: squares of deviations from a large mean end in few bits, which a total many times as
     * large drops more often than it rounds them up.
     */
    private static void sums(RowBlock<float[]> block, int cols, int from, int end) {
        float[] x = block.values();
        float[] lanes = block.lanes();
        int twos = end - (end - from) % (2 * LANES);
        for (int t = 0; t < block.count(); t++) {
            int at = block.at() + t * cols;
            float center = block.shiftedByFirst() ? center(x, at, cols) : (float) block.shift()[t];
            block.shift()[t] = center;
            FloatVector shift = FloatVector.broadcast(SPECIES, center);
            FloatVector first0 = FloatVector.zero(SPECIES);
            FloatVector first1 = first0;
            FloatVector second = first0;
            int i = from;
            for (; i < twos; i += 2 * LANES) {
                FloatVector d0 = load(x, at + i).sub(shift);
                FloatVector d1 = load(x, at + i + LANES).sub(shift);
                first0 = first0.add(d0);
                first1 = first1.add(d1);
                second = second.add(d1.fma(d1, d0.mul(d0)));
            }
            if (i < end) {
                FloatVector d = load(x, at + i).sub(shift);
                first0 = first0.add(d);
                second = d.fma(d, second);
            }
            first0.add(first1).intoArray(lanes, 2 * LANES * t);
            second.intoArray(lanes, 2 * LANES * t + LANES);
        }
    }

    /** A value near the mean: half a standard deviation off it if elements have nothing to do with each other. */
    private static float center(float[] x, int at, int cols) {
        return cols < 4 ? x[at] : FloatRowNorm.center(x, at);
    }

    private static void normalize(
            RowBlock<float[]> block, float[] y, int to, float[] weight, float[] bias, int cols, int n) {
        float[] x = block.values();
        int fours = n - n % (4 * LANES);
        for (int t = 0; t < block.count(); t++) {
            int at = block.at() + t * cols;
            int out = to + t * cols;
            FloatVector shift = FloatVector.broadcast(SPECIES, (float) block.shift()[t]);
            FloatVector scale = FloatVector.broadcast(SPECIES, (float) block.scale()[t]);
            FloatVector offset = FloatVector.broadcast(SPECIES, (float) block.offset()[t]);
            int i = 0;
            for (; i < fours; i += 4 * LANES) {
                FloatVector h0 = load(x, at + i).sub(shift).fma(scale, offset);
                FloatVector h1 = load(x, at + i + LANES).sub(shift).fma(scale, offset);
                FloatVector h2 = load(x, at + i + 2 * LANES).sub(shift).fma(scale, offset);
                FloatVector h3 = load(x, at + i + 3 * LANES).sub(shift).fma(scale, offset);
                h0.fma(load(weight, i), load(bias, i)).intoArray(y, out + i);
                h1.fma(load(weight, i + LANES), load(bias, i + LANES)).intoArray(y, out + i + LANES);
                h2.fma(load(weight, i + 2 * LANES), load(bias, i + 2 * LANES)).intoArray(y, out + i + 2 * LANES);
                h3.fma(load(weight, i + 3 * LANES), load(bias, i + 3 * LANES)).intoArray(y, out + i + 3 * LANES);
            }
            for (; i < n; i += LANES) {
                FloatVector h = load(x, at + i).sub(shift).fma(scale, offset);
                h.fma(load(weight, i), load(bias, i)).intoArray(y, out + i);
            }
        }
    }

    /** Row by row, so that one block's y are on their way to memory while the next block's rows are coming. */
    private static void normalize(
            RowBlock<float[]> block,
            float[] y,
            int to,
            float[] weight,
            float[] bias,
            int cols,
            RowBlock<float[]> next,
            int from,
            int end) {
        float[] x = block.values();
        float[] v = next.values();
        float[] lanes = next.lanes();
        int twos = end - (end - from) % (2 * LANES);
        for (int t = 0; t < block.count(); t++) {
            int at = block.at() + t * cols;
            int out = to + t * cols;
            int ahead = next.at() + t * cols;
            FloatVector shift = FloatVector.broadcast(SPECIES, (float) block.shift()[t]);
            FloatVector scale = FloatVector.broadcast(SPECIES, (float) block.scale()[t]);
            FloatVector offset = FloatVector.broadcast(SPECIES, (float) block.offset()[t]);
            float center = next.shiftedByFirst() ? center(v, ahead, cols) : (float) next.shift()[t];
            next.shift()[t] = center;
            FloatVector nextShift = FloatVector.broadcast(SPECIES, center);
            FloatVector first0 = FloatVector.zero(SPECIES);
            FloatVector first1 = first0;
            FloatVector second = first0;
            int i = from;
            for (; i < twos; i += 2 * LANES) {
                FloatVector h0 = load(x, at + i).sub(shift).fma(scale, offset);
                FloatVector h1 = load(x, at + i + LANES).sub(shift).fma(scale, offset);
                h0 = h0.fma(load(weight, i), load(bias, i));
                h1 = h1.fma(load(weight, i + LANES), load(bias, i + LANES));
                FloatVector d0 = load(v, ahead + i).sub(nextShift);
                FloatVector d1 = load(v, ahead + i + LANES).sub(nextShift);
                first0 = first0.add(d0);
                first1 = first1.add(d1);
                second = second.add(d1.fma(d1, d0.mul(d0)));
                h0.intoArray(y, out + i);
                h1.intoArray(y, out + i + LANES);
            }
            if (i < end) {
                FloatVector d = load(v, ahead + i).sub(nextShift);
                first0 = first0.add(d);
                second = d.fma(d, second);
                FloatVector h = load(x, at + i).sub(shift).fma(scale, offset);
                h.fma(load(weight, i), load(bias, i)).intoArray(y, out + i);
            }
            first0.add(first1).intoArray(lanes, 2 * LANES * t);
            second.intoArray(lanes, 2 * LANES * t + LANES);
        }
    }

    /** Adds the lanes of each row to its sums; without vectors, whose own sum of lanes is one long chain on Java 17. */
    private static void addLanes(RowBlock<float[]> block) {
        float[] lanes = block.lanes();
        for (int t = 0; t < block.count(); t++) {
            block.first()[t] += sum(lanes, 2 * LANES * t);
            block.second()[t] += sum(lanes, 2 * LANES * t + LANES);
        }
    }

    private static double sum(float[] lanes, int at) {
        double sum = 0;
        for (int i = at; i < at + LANES; i += 4) {
            sum += ((double) lanes[i] + lanes[i + 1]) + ((double) lanes[i + 2] + lanes[i + 3]);
        }
        return sum;
    }

    private static FloatVector load(float[] a, int i) {
        return FloatVector.fromArray(SPECIES, a, i);
    }
}
