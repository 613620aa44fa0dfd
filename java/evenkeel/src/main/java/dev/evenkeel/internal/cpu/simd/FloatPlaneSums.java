package dev.evenkeel.internal.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over planes, written out as in {@link FloatPlanes}, and added lane by lane to each plane's partial sums, those of
 * the second sum right after those of the first.
 */
final class FloatPlaneSums {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    /** From {@code t} on: a vector whose last t lanes are 1, the others 0. */
    private static final float[] LAST = new float[2 * LANES];

    static {
        for (int i = LANES; i < LAST.length; i++) {
            LAST[i] = 1;
        }
    }

    private FloatPlaneSums() {}

    /**
     * Σ (x − center) and Σ (x − center)² of planes of at least a vector. Squares of numbers with few digits, as those
     * near a large mean are, are 0 or 1 modulo 4: added to a long sum one by one they would be rounded down all the
     * time, which sums of several are not.
     */
    static void moments(float[] x, int at, int n, int first, int planes, float[] center, float[] partials) {
        for (int p = first, i = at; p < first + planes; p++) {
            FloatVector c = FloatVector.broadcast(SPECIES, center[p]);
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector q0 = s0;
            FloatVector s1 = s0;
            FloatVector q1 = s0;
            int end = at + (p - first + 1) * n;
            for (; i <= end - 8 * LANES; i += 8 * LANES) {
                FloatVector d0 = FloatVector.fromArray(SPECIES, x, i).sub(c);
                FloatVector d1 = FloatVector.fromArray(SPECIES, x, i + LANES).sub(c);
                FloatVector d2 =
                        FloatVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c);
                FloatVector d3 =
                        FloatVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c);
                s0 = s0.add(d0.add(d1).add(d2.add(d3)));
                q0 = q0.add(d0.fma(d0, d1.mul(d1)).add(d2.fma(d2, d3.mul(d3))));
                FloatVector d4 =
                        FloatVector.fromArray(SPECIES, x, i + 4 * LANES).sub(c);
                FloatVector d5 =
                        FloatVector.fromArray(SPECIES, x, i + 5 * LANES).sub(c);
                FloatVector d6 =
                        FloatVector.fromArray(SPECIES, x, i + 6 * LANES).sub(c);
                FloatVector d7 =
                        FloatVector.fromArray(SPECIES, x, i + 7 * LANES).sub(c);
                s1 = s1.add(d4.add(d5).add(d6.add(d7)));
                q1 = q1.add(d4.fma(d4, d5.mul(d5)).add(d6.fma(d6, d7.mul(d7))));
            }
            if ((n & 4 * LANES) != 0) {
                FloatVector d0 = FloatVector.fromArray(SPECIES, x, i).sub(c);
                FloatVector d1 = FloatVector.fromArray(SPECIES, x, i + LANES).sub(c);
                FloatVector d2 =
                        FloatVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c);
                FloatVector d3 =
                        FloatVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c);
                s0 = s0.add(d0.add(d1).add(d2.add(d3)));
                q0 = q0.add(d0.fma(d0, d1.mul(d1)).add(d2.fma(d2, d3.mul(d3))));
                i += 4 * LANES;
            }
            if ((n & 2 * LANES) != 0) {
                FloatVector d0 = FloatVector.fromArray(SPECIES, x, i).sub(c);
                FloatVector d1 = FloatVector.fromArray(SPECIES, x, i + LANES).sub(c);
                s1 = s1.add(d0.add(d1));
                q1 = q1.add(d0.fma(d0, d1.mul(d1)));
                i += 2 * LANES;
            }
            if ((n & LANES) != 0) {
                FloatVector d0 = FloatVector.fromArray(SPECIES, x, i).sub(c);
                s0 = s0.add(d0);
                q0 = d0.fma(d0, q0);
                i += LANES;
            }
            if (i < end) {
                FloatVector d = FloatVector.fromArray(SPECIES, x, end - LANES)
                        .sub(c)
                        .mul(FloatVector.fromArray(SPECIES, LAST, end - i));
                s1 = s1.add(d);
                q1 = d.fma(d, q1);
            }
            i = end;
            int into = 2 * LANES * p;
            s0.add(s1).add(FloatVector.fromArray(SPECIES, partials, into)).intoArray(partials, into);
            q0.add(q1)
                    .add(FloatVector.fromArray(SPECIES, partials, into + LANES))
                    .intoArray(partials, into + LANES);
        }
    }

    /** Σ g and Σ g·(x − center) of planes of at least a vector. */
    static void gradients(
            float[] g, int gAt, float[] x, int at, int n, int first, int planes, float[] center, float[] partials) {
        for (int p = first, i = 0; p < first + planes; p++) {
            FloatVector c = FloatVector.broadcast(SPECIES, center[p]);
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector q0 = s0;
            FloatVector s1 = s0;
            FloatVector q1 = s0;
            int end = (p - first + 1) * n;
            for (; i <= end - 8 * LANES; i += 8 * LANES) {
                FloatVector g0 = FloatVector.fromArray(SPECIES, g, gAt + i);
                FloatVector g1 = FloatVector.fromArray(SPECIES, g, gAt + i + LANES);
                FloatVector g2 = FloatVector.fromArray(SPECIES, g, gAt + i + 2 * LANES);
                FloatVector g3 = FloatVector.fromArray(SPECIES, g, gAt + i + 3 * LANES);
                s0 = s0.add(g0.add(g1).add(g2.add(g3)));
                q0 = q0.add(FloatVector.fromArray(SPECIES, x, at + i)
                        .sub(c)
                        .fma(
                                g0,
                                FloatVector.fromArray(SPECIES, x, at + i + LANES)
                                        .sub(c)
                                        .mul(g1))
                        .add(FloatVector.fromArray(SPECIES, x, at + i + 2 * LANES)
                                .sub(c)
                                .fma(
                                        g2,
                                        FloatVector.fromArray(SPECIES, x, at + i + 3 * LANES)
                                                .sub(c)
                                                .mul(g3))));
                FloatVector g4 = FloatVector.fromArray(SPECIES, g, gAt + i + 4 * LANES);
                FloatVector g5 = FloatVector.fromArray(SPECIES, g, gAt + i + 5 * LANES);
                FloatVector g6 = FloatVector.fromArray(SPECIES, g, gAt + i + 6 * LANES);
                FloatVector g7 = FloatVector.fromArray(SPECIES, g, gAt + i + 7 * LANES);
                s1 = s1.add(g4.add(g5).add(g6.add(g7)));
                q1 = q1.add(FloatVector.fromArray(SPECIES, x, at + i + 4 * LANES)
                        .sub(c)
                        .fma(
                                g4,
                                FloatVector.fromArray(SPECIES, x, at + i + 5 * LANES)
                                        .sub(c)
                                        .mul(g5))
                        .add(FloatVector.fromArray(SPECIES, x, at + i + 6 * LANES)
                                .sub(c)
                                .fma(
                                        g6,
                                        FloatVector.fromArray(SPECIES, x, at + i + 7 * LANES)
                                                .sub(c)
                                                .mul(g7))));
            }
            if ((n & 4 * LANES) != 0) {
                FloatVector g0 = FloatVector.fromArray(SPECIES, g, gAt + i);
                FloatVector g1 = FloatVector.fromArray(SPECIES, g, gAt + i + LANES);
                FloatVector g2 = FloatVector.fromArray(SPECIES, g, gAt + i + 2 * LANES);
                FloatVector g3 = FloatVector.fromArray(SPECIES, g, gAt + i + 3 * LANES);
                s0 = s0.add(g0.add(g1).add(g2.add(g3)));
                q0 = q0.add(FloatVector.fromArray(SPECIES, x, at + i)
                        .sub(c)
                        .fma(
                                g0,
                                FloatVector.fromArray(SPECIES, x, at + i + LANES)
                                        .sub(c)
                                        .mul(g1))
                        .add(FloatVector.fromArray(SPECIES, x, at + i + 2 * LANES)
                                .sub(c)
                                .fma(
                                        g2,
                                        FloatVector.fromArray(SPECIES, x, at + i + 3 * LANES)
                                                .sub(c)
                                                .mul(g3))));
                i += 4 * LANES;
            }
            if ((n & 2 * LANES) != 0) {
                FloatVector g0 = FloatVector.fromArray(SPECIES, g, gAt + i);
                FloatVector g1 = FloatVector.fromArray(SPECIES, g, gAt + i + LANES);
                s1 = s1.add(g0.add(g1));
                q1 = q1.add(FloatVector.fromArray(SPECIES, x, at + i)
                        .sub(c)
                        .fma(
                                g0,
                                FloatVector.fromArray(SPECIES, x, at + i + LANES)
                                        .sub(c)
                                        .mul(g1)));
                i += 2 * LANES;
            }
            if ((n & LANES) != 0) {
                FloatVector g0 = FloatVector.fromArray(SPECIES, g, gAt + i);
                s0 = s0.add(g0);
                q0 = FloatVector.fromArray(SPECIES, x, at + i).sub(c).fma(g0, q0);
                i += LANES;
            }
            if (i < end) {
                FloatVector last = FloatVector.fromArray(SPECIES, g, gAt + end - LANES)
                        .mul(FloatVector.fromArray(SPECIES, LAST, end - i));
                s1 = s1.add(last);
                q1 = FloatVector.fromArray(SPECIES, x, at + end - LANES).sub(c).fma(last, q1);
            }
            i = end;
            int into = 2 * LANES * p;
            s0.add(s1).add(FloatVector.fromArray(SPECIES, partials, into)).intoArray(partials, into);
            q0.add(q1)
                    .add(FloatVector.fromArray(SPECIES, partials, into + LANES))
                    .intoArray(partials, into + LANES);
        }
    }

    /** As {@link #moments}, of planes of less than a vector. */
    static void shortMoments(float[] x, int at, int n, int first, int planes, float[] center, float[] partials) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            int into = 2 * LANES * p;
            for (int i = 0; i < n; i++) {
                float d = x[from + i] - center[p];
                partials[into + i] += d;
                partials[into + LANES + i] += d * d;
            }
        }
    }

    /** As {@link #gradients}, of planes of less than a vector. */
    static void shortGradients(
            float[] g, int gAt, float[] x, int at, int n, int first, int planes, float[] center, float[] partials) {
        for (int p = first, from = 0; p < first + planes; p++, from += n) {
            int into = 2 * LANES * p;
            for (int i = 0; i < n; i++) {
                float v = g[gAt + from + i];
                partials[into + i] += v;
                partials[into + LANES + i] += v * (x[at + from + i] - center[p]);
            }
        }
    }

    /** The sum of one vector's lanes, an even number, which are then 0. */
    static double fold(float[] partials, int from) {
        double even = 0;
        double odd = 0;
        for (int i = from; i < from + LANES; i += 2) {
            even += partials[i];
            odd += partials[i + 1];
            partials[i] = 0;
            partials[i + 1] = 0;
        }
        return even + odd;
    }
}
