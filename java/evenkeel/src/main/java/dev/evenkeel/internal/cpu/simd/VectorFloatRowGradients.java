package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.FloatRowNorm;
import dev.evenkeel.internal.cpu.kernel.RowBlock;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The loops of {@link VectorFloatRowNorm} for gradients, each compiled by itself like those. */
final class VectorFloatRowGradients {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Columns up to which dx is made of two rows at a time: more of them are too many streams at once. */
    private static final int SHORT = 256;

    private VectorFloatRowGradients() {}

    static void sumsOfRest(
            RowBlock<float[]> block, float[] weight, float[] dweight, float[] dbias, int cols, int whole) {
        for (int t = 0; whole < cols && t < block.count(); t++) {
            FloatRowNorm.gradientSums(block, t, weight, dweight, dbias, cols, whole, cols);
        }
    }

    static void projectRest(RowBlock<float[]> block, float[] dx, int to, float[] weight, int cols, int whole) {
        for (int t = 0; whole < cols && t < block.count(); t++) {
            FloatRowNorm.project(block, t, dx, to, weight, cols, whole, cols);
        }
    }

    /** Columns from … end, into the lanes of each row; two rows at a time, which share what the columns need. */
    static void sums(
            RowBlock<float[]> block, float[] weight, float[] dweight, float[] dbias, int cols, int from, int end) {
        int t = 0;
        for (; t < block.count() - 1; t += 2) {
            if (block.at() == block.gradientsAt() && block.offset()[t] == 0 && block.offset()[t + 1] == 0) {
                sumsOfPair(block, t, weight, dweight, dbias, cols, from, end);
            } else {
                sumsOfTwo(block, t, weight, dweight, dbias, cols, from, end);
            }
        }
        if (t < block.count()) {
            sumsOfOne(block, t, weight, dweight, dbias, cols, from, end);
        }
    }

    private static void sumsOfTwo(
            RowBlock<float[]> block,
            int t,
            float[] weight,
            float[] dweight,
            float[] dbias,
            int cols,
            int from,
            int end) {
        float[] x = block.values();
        float[] dy = block.gradients();
        int at0 = block.at() + t * cols;
        int at1 = at0 + cols;
        int dyAt0 = block.gradientsAt() + t * cols;
        int dyAt1 = dyAt0 + cols;
        FloatVector shift0 = FloatVector.broadcast(SPECIES, (float) block.shift()[t]);
        FloatVector scale0 = FloatVector.broadcast(SPECIES, (float) block.scale()[t]);
        FloatVector offset0 = FloatVector.broadcast(SPECIES, (float) block.offset()[t]);
        FloatVector shift1 = FloatVector.broadcast(SPECIES, (float) block.shift()[t + 1]);
        FloatVector scale1 = FloatVector.broadcast(SPECIES, (float) block.scale()[t + 1]);
        FloatVector offset1 = FloatVector.broadcast(SPECIES, (float) block.offset()[t + 1]);
        FloatVector first0 = FloatVector.zero(SPECIES);
        FloatVector second0 = first0;
        FloatVector first1 = first0;
        FloatVector second1 = first0;
        for (int i = from; i < end; i += LANES) {
            FloatVector d0 = load(dy, dyAt0 + i);
            FloatVector d1 = load(dy, dyAt1 + i);
            FloatVector h0 = load(x, at0 + i).sub(shift0).fma(scale0, offset0);
            FloatVector h1 = load(x, at1 + i).sub(shift1).fma(scale1, offset1);
            FloatVector w = load(weight, i);
            d1.fma(h1, d0.fma(h0, load(dweight, i))).intoArray(dweight, i);
            load(dbias, i).add(d0.add(d1)).intoArray(dbias, i);
            FloatVector g0 = d0.mul(w);
            FloatVector g1 = d1.mul(w);
            first0 = first0.add(g0);
            second0 = g0.fma(h0, second0);
            first1 = first1.add(g1);
            second1 = g1.fma(h1, second1);
        }
        first0.intoArray(block.lanes(), 0);
        block.first()[t] += sum(block.lanes());
        second0.intoArray(block.lanes(), 0);
        block.second()[t] += sum(block.lanes());
        first1.intoArray(block.lanes(), 0);
        block.first()[t + 1] += sum(block.lanes());
        second1.intoArray(block.lanes(), 0);
        block.second()[t + 1] += sum(block.lanes());
    }

    /**
     * {@link #sumsOfTwo} with no offset and both arrays read from the same place on: with fewer values to keep, those that
     * the loop is for stay in registers.
     */
    private static void sumsOfPair(
            RowBlock<float[]> block,
            int t,
            float[] weight,
            float[] dweight,
            float[] dbias,
            int cols,
            int from,
            int end) {
        float[] x = block.values();
        float[] dy = block.gradients();
        int at0 = block.at() + t * cols;
        int at1 = at0 + cols;
        FloatVector shift0 = FloatVector.broadcast(SPECIES, (float) block.shift()[t]);
        FloatVector scale0 = FloatVector.broadcast(SPECIES, (float) block.scale()[t]);
        FloatVector shift1 = FloatVector.broadcast(SPECIES, (float) block.shift()[t + 1]);
        FloatVector scale1 = FloatVector.broadcast(SPECIES, (float) block.scale()[t + 1]);
        FloatVector first0 = FloatVector.zero(SPECIES);
        FloatVector second0 = first0;
        FloatVector first1 = first0;
        FloatVector second1 = first0;
        for (int i = from; i < end; i += LANES) {
            FloatVector d0 = load(dy, at0 + i);
            FloatVector d1 = load(dy, at1 + i);
            FloatVector h0 = load(x, at0 + i).sub(shift0).mul(scale0);
            FloatVector h1 = load(x, at1 + i).sub(shift1).mul(scale1);
            FloatVector w = load(weight, i);
            d1.fma(h1, d0.fma(h0, load(dweight, i))).intoArray(dweight, i);
            load(dbias, i).add(d0.add(d1)).intoArray(dbias, i);
            FloatVector g0 = d0.mul(w);
            FloatVector g1 = d1.mul(w);
            first0 = first0.add(g0);
            second0 = g0.fma(h0, second0);
            first1 = first1.add(g1);
            second1 = g1.fma(h1, second1);
        }
        first0.intoArray(block.lanes(), 0);
        block.first()[t] += sum(block.lanes());
        second0.intoArray(block.lanes(), 0);
        block.second()[t] += sum(block.lanes());
        first1.intoArray(block.lanes(), 0);
        block.first()[t + 1] += sum(block.lanes());
        second1.intoArray(block.lanes(), 0);
        block.second()[t + 1] += sum(block.lanes());
    }

    private static void sumsOfOne(
            RowBlock<float[]> block,
            int t,
            float[] weight,
            float[] dweight,
            float[] dbias,
            int cols,
            int from,
            int end) {
        float[] x = block.values();
        float[] dy = block.gradients();
        int at = block.at() + t * cols;
        int dyAt = block.gradientsAt() + t * cols;
        FloatVector shift = FloatVector.broadcast(SPECIES, (float) block.shift()[t]);
        FloatVector scale = FloatVector.broadcast(SPECIES, (float) block.scale()[t]);
        FloatVector offset = FloatVector.broadcast(SPECIES, (float) block.offset()[t]);
        FloatVector first = FloatVector.zero(SPECIES);
        FloatVector second = first;
        for (int i = from; i < end; i += LANES) {
            FloatVector d = load(dy, dyAt + i);
            FloatVector h = load(x, at + i).sub(shift).fma(scale, offset);
            FloatVector g = d.mul(load(weight, i));
            d.fma(h, load(dweight, i)).intoArray(dweight, i);
            load(dbias, i).add(d).intoArray(dbias, i);
            first = first.add(g);
            second = g.fma(h, second);
        }
        first.intoArray(block.lanes(), 0);
        block.first()[t] += sum(block.lanes());
        second.intoArray(block.lanes(), 0);
        block.second()[t] += sum(block.lanes());
    }

    /** The first {@code n} columns: dx = (v − shift)·slope + g·scale + constant, as is left of the formula with x̂. */
    static void project(RowBlock<float[]> block, float[] dx, int to, float[] weight, int cols, int n) {
        int t = 0;
        for (; cols <= SHORT && t < block.count() - 1; t += 2) {
            if (folds(block, t) && folds(block, t + 1)) {
                projectTwo(block, t, dx, to, weight, cols, n);
            } else {
                FloatRowNorm.project(block, t, dx, to, weight, cols, 0, n);
                FloatRowNorm.project(block, t + 1, dx, to, weight, cols, 0, n);
            }
        }
        for (; t < block.count(); t++) {
            if (folds(block, t)) {
                projectOne(block, t, dx, to, weight, cols, n);
            } else {
                FloatRowNorm.project(block, t, dx, to, weight, cols, 0, n);
            }
        }
    }

    /** Whether the square of a row's scale is far from the ends of what a float holds. */
    private static boolean folds(RowBlock<float[]> block, int t) {
        return block.scale()[t] > 1e-9 && block.scale()[t] < 1e9;
    }

    private static void projectTwo(
            RowBlock<float[]> block, int t, float[] dx, int to, float[] weight, int cols, int n) {
        float[] x = block.values();
        float[] dy = block.gradients();
        int at0 = block.at() + t * cols;
        int at1 = at0 + cols;
        int dyAt0 = block.gradientsAt() + t * cols;
        int dyAt1 = dyAt0 + cols;
        int out0 = to + t * cols;
        int out1 = out0 + cols;
        FloatVector shift0 = FloatVector.broadcast(SPECIES, (float) block.shift()[t]);
        FloatVector scale0 = FloatVector.broadcast(SPECIES, (float) block.scale()[t]);
        FloatVector constant0 = FloatVector.broadcast(SPECIES, constant(block, t));
        FloatVector slope0 = FloatVector.broadcast(SPECIES, slope(block, t));
        FloatVector shift1 = FloatVector.broadcast(SPECIES, (float) block.shift()[t + 1]);
        FloatVector scale1 = FloatVector.broadcast(SPECIES, (float) block.scale()[t + 1]);
        FloatVector constant1 = FloatVector.broadcast(SPECIES, constant(block, t + 1));
        FloatVector slope1 = FloatVector.broadcast(SPECIES, slope(block, t + 1));
        for (int i = 0; i < n; i += LANES) {
            FloatVector w = load(weight, i);
            FloatVector g0 = load(dy, dyAt0 + i).mul(w);
            FloatVector g1 = load(dy, dyAt1 + i).mul(w);
            FloatVector d0 = load(x, at0 + i).sub(shift0);
            FloatVector d1 = load(x, at1 + i).sub(shift1);
            d0.fma(slope0, g0.fma(scale0, constant0)).intoArray(dx, out0 + i);
            d1.fma(slope1, g1.fma(scale1, constant1)).intoArray(dx, out1 + i);
        }
    }

    private static void projectOne(
            RowBlock<float[]> block, int t, float[] dx, int to, float[] weight, int cols, int n) {
        float[] x = block.values();
        float[] dy = block.gradients();
        int at = block.at() + t * cols;
        int dyAt = block.gradientsAt() + t * cols;
        int out = to + t * cols;
        FloatVector shift = FloatVector.broadcast(SPECIES, (float) block.shift()[t]);
        FloatVector scale = FloatVector.broadcast(SPECIES, (float) block.scale()[t]);
        FloatVector constant = FloatVector.broadcast(SPECIES, constant(block, t));
        FloatVector slope = FloatVector.broadcast(SPECIES, slope(block, t));
        for (int i = 0; i < n; i += LANES) {
            FloatVector g = load(dy, dyAt + i).mul(load(weight, i));
            FloatVector d = load(x, at + i).sub(shift);
            d.fma(slope, g.fma(scale, constant)).intoArray(dx, out + i);
        }
    }

    /** −second·scale², of x̂'s scale and dx's own. */
    private static float slope(RowBlock<float[]> block, int t) {
        return (float) (-block.second()[t] * block.scale()[t] * block.scale()[t]);
    }

    private static float constant(RowBlock<float[]> block, int t) {
        return (float) (-(block.first()[t] + block.second()[t] * block.offset()[t]) * block.scale()[t]);
    }

    /** In an order of its own: that of a vector's sum of its lanes may change when the JVM compiles the loop. */
    private static float sum(float[] lanes) {
        float sum = 0;
        for (int i = 0; i < LANES; i += 4) {
            sum += (lanes[i] + lanes[i + 1]) + (lanes[i + 2] + lanes[i + 3]);
        }
        return sum;
    }

    private static FloatVector load(float[] a, int i) {
        return FloatVector.fromArray(SPECIES, a, i);
    }
}
