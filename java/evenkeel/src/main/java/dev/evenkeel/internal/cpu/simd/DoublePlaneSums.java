package dev.evenkeel.internal.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over planes, written out as in {@link DoublePlanes}, and added lane by lane to each plane's partial sums, those of
 * the second sum right after those of the first.
 */
final class DoublePlaneSums {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    /** From {@code t} on: a vector whose last t lanes are 1, the others 0. */
    private static final double[] LAST = new double[2 * LANES];

    static {
        for (int i = LANES; i < LAST.length; i++) {
            LAST[i] = 1;
        }
    }

    private DoublePlaneSums() {}

    /**
     * Σ (x − center) and Σ (x − center)² of planes of at least a vector. Squares of numbers with few digits, as those
     * near a large mean are, are 0 or 1 modulo 4: added to a long sum one by one they would be rounded down all the
     * time, which sums of several are not.
     */
    static void moments(double[] x, int at, int n, int first, int planes, double[] center, double[] partials) {
        for (int p = first, i = at; p < first + planes; p++) {
            DoubleVector c = DoubleVector.broadcast(SPECIES, center[p]);
            DoubleVector s0 = DoubleVector.zero(SPECIES);
            DoubleVector q0 = s0;
            DoubleVector s1 = s0;
            DoubleVector q1 = s0;
            int end = at + (p - first + 1) * n;
            for (; i <= end - 8 * LANES; i += 8 * LANES) {
                DoubleVector d0 = DoubleVector.fromArray(SPECIES, x, i).sub(c);
                DoubleVector d1 = DoubleVector.fromArray(SPECIES, x, i + LANES).sub(c);
                DoubleVector d2 =
                        DoubleVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c);
                DoubleVector d3 =
                        DoubleVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c);
                s0 = s0.add(d0.add(d1).add(d2.add(d3)));
                q0 = q0.add(d0.fma(d0, d1.mul(d1)).add(d2.fma(d2, d3.mul(d3))));
                DoubleVector d4 =
                        DoubleVector.fromArray(SPECIES, x, i + 4 * LANES).sub(c);
                DoubleVector d5 =
                        DoubleVector.fromArray(SPECIES, x, i + 5 * LANES).sub(c);
                DoubleVector d6 =
                        DoubleVector.fromArray(SPECIES, x, i + 6 * LANES).sub(c);
                DoubleVector d7 =
                        DoubleVector.fromArray(SPECIES, x, i + 7 * LANES).sub(c);
                s1 = s1.add(d4.add(d5).add(d6.add(d7)));
                q1 = q1.add(d4.fma(d4, d5.mul(d5)).add(d6.fma(d6, d7.mul(d7))));
            }
            if ((n & 4 * LANES) != 0) {
                DoubleVector d0 = DoubleVector.fromArray(SPECIES, x, i).sub(c);
                DoubleVector d1 = DoubleVector.fromArray(SPECIES, x, i + LANES).sub(c);
                DoubleVector d2 =
                        DoubleVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c);
                DoubleVector d3 =
                        DoubleVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c);
                s0 = s0.add(d0.add(d1).add(d2.add(d3)));
                q0 = q0.add(d0.fma(d0, d1.mul(d1)).add(d2.fma(d2, d3.mul(d3))));
                i += 4 * LANES;
            }
            if ((n & 2 * LANES) != 0) {
                DoubleVector d0 = DoubleVector.fromArray(SPECIES, x, i).sub(c);
                DoubleVector d1 = DoubleVector.fromArray(SPECIES, x, i + LANES).sub(c);
                s1 = s1.add(d0.add(d1));
                q1 = q1.add(d0.fma(d0, d1.mul(d1)));
                i += 2 * LANES;
            }
            if ((n & LANES) != 0) {
                DoubleVector d0 = DoubleVector.fromArray(SPECIES, x, i).sub(c);
                s0 = s0.add(d0);
                q0 = d0.fma(d0, q0);
                i += LANES;
            }
            if (i < end) {
                DoubleVector d = DoubleVector.fromArray(SPECIES, x, end - LANES)
                        .sub(c)
                        .mul(DoubleVector.fromArray(SPECIES, LAST, end - i));
                s1 = s1.add(d);
                q1 = d.fma(d, q1);
            }
            i = end;
            int into = 2 * LANES * p;
            s0.add(s1).add(DoubleVector.fromArray(SPECIES, partials, into)).intoArray(partials, into);
            q0.add(q1)
                    .add(DoubleVector.fromArray(SPECIES, partials, into + LANES))
                    .intoArray(partials, into + LANES);
        }
    }

    /** Σ g and Σ g·(x − center) of planes of at least a vector. */
    static void gradients(
            double[] g, int gAt, double[] x, int at, int n, int first, int planes, double[] center, double[] partials) {
        for (int p = first, i = 0; p < first + planes; p++) {
            DoubleVector c = DoubleVector.broadcast(SPECIES, center[p]);
            DoubleVector s0 = DoubleVector.zero(SPECIES);
            DoubleVector q0 = s0;
            DoubleVector s1 = s0;
            DoubleVector q1 = s0;
            int end = (p - first + 1) * n;
            for (; i <= end - 8 * LANES; i += 8 * LANES) {
                DoubleVector g0 = DoubleVector.fromArray(SPECIES, g, gAt + i);
                DoubleVector g1 = DoubleVector.fromArray(SPECIES, g, gAt + i + LANES);
                DoubleVector g2 = DoubleVector.fromArray(SPECIES, g, gAt + i + 2 * LANES);
                DoubleVector g3 = DoubleVector.fromArray(SPECIES, g, gAt + i + 3 * LANES);
                s0 = s0.add(g0.add(g1).add(g2.add(g3)));
                q0 = q0.add(DoubleVector.fromArray(SPECIES, x, at + i)
                        .sub(c)
                        .fma(
                                g0,
                                DoubleVector.fromArray(SPECIES, x, at + i + LANES)
                                        .sub(c)
                                        .mul(g1))
                        .add(DoubleVector.fromArray(SPECIES, x, at + i + 2 * LANES)
                                .sub(c)
                                .fma(
                                        g2,
                                        DoubleVector.fromArray(SPECIES, x, at + i + 3 * LANES)
                                                .sub(c)
                                                .mul(g3))));
                DoubleVector g4 = DoubleVector.fromArray(SPECIES, g, gAt + i + 4 * LANES);
                DoubleVector g5 = DoubleVector.fromArray(SPECIES, g, gAt + i + 5 * LANES);
                DoubleVector g6 = DoubleVector.fromArray(SPECIES, g, gAt + i + 6 * LANES);
                DoubleVector g7 = DoubleVector.fromArray(SPECIES, g, gAt + i + 7 * LANES);
                s1 = s1.add(g4.add(g5).add(g6.add(g7)));
                q1 = q1.add(DoubleVector.fromArray(SPECIES, x, at + i + 4 * LANES)
                        .sub(c)
                        .fma(
                                g4,
                                DoubleVector.fromArray(SPECIES, x, at + i + 5 * LANES)
                                        .sub(c)
                                        .mul(g5))
                        .add(DoubleVector.fromArray(SPECIES, x, at + i + 6 * LANES)
                                .sub(c)
                                .fma(
                                        g6,
                                        DoubleVector.fromArray(SPECIES, x, at + i + 7 * LANES)
                                                .sub(c)
                                                .mul(g7))));
            }
            if ((n & 4 * LANES) != 0) {
                DoubleVector g0 = DoubleVector.fromArray(SPECIES, g, gAt + i);
                DoubleVector g1 = DoubleVector.fromArray(SPECIES, g, gAt + i + LANES);
                DoubleVector g2 = DoubleVector.fromArray(SPECIES, g, gAt + i + 2 * LANES);
                DoubleVector g3 = DoubleVector.fromArray(SPECIES, g, gAt + i + 3 * LANES);
                s0 = s0.add(g0.add(g1).add(g2.add(g3)));
                q0 = q0.add(DoubleVector.fromArray(SPECIES, x, at + i)
                        .sub(c)
                        .fma(
                                g0,
                                DoubleVector.fromArray(SPECIES, x, at + i + LANES)
                                        .sub(c)
                                        .mul(g1))
                        .add(DoubleVector.fromArray(SPECIES, x, at + i + 2 * LANES)
                                .sub(c)
                                .fma(
                                        g2,
                                        DoubleVector.fromArray(SPECIES, x, at + i + 3 * LANES)
                                                .sub(c)
                                                .mul(g3))));
                i += 4 * LANES;
            }
            if ((n & 2 * LANES) != 0) {
                DoubleVector g0 = DoubleVector.fromArray(SPECIES, g, gAt + i);
                DoubleVector g1 = DoubleVector.fromArray(SPECIES, g, gAt + i + LANES);
                s1 = s1.add(g0.add(g1));
                q1 = q1.add(DoubleVector.fromArray(SPECIES, x, at + i)
                        .sub(c)
                        .fma(
                                g0,
                                DoubleVector.fromArray(SPECIES, x, at + i + LANES)
                                        .sub(c)
                                        .mul(g1)));
                i += 2 * LANES;
            }
            if ((n & LANES) != 0) {
                DoubleVector g0 = DoubleVector.fromArray(SPECIES, g, gAt + i);
                s0 = s0.add(g0);
                q0 = DoubleVector.fromArray(SPECIES, x, at + i).sub(c).fma(g0, q0);
                i += LANES;
            }
            if (i < end) {
                DoubleVector last = DoubleVector.fromArray(SPECIES, g, gAt + end - LANES)
                        .mul(DoubleVector.fromArray(SPECIES, LAST, end - i));
                s1 = s1.add(last);
                q1 = DoubleVector.fromArray(SPECIES, x, at + end - LANES).sub(c).fma(last, q1);
            }
            i = end;
            int into = 2 * LANES * p;
            s0.add(s1).add(DoubleVector.fromArray(SPECIES, partials, into)).intoArray(partials, into);
            q0.add(q1)
                    .add(DoubleVector.fromArray(SPECIES, partials, into + LANES))
                    .intoArray(partials, into + LANES);
        }
    }

    /** As {@link #moments}, of planes of less than a vector. */
    static void shortMoments(double[] x, int at, int n, int first, int planes, double[] center, double[] partials) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            int into = 2 * LANES * p;
            for (int i = 0; i < n; i++) {
                double d = x[from + i] - center[p];
                partials[into + i] += d;
                partials[into + LANES + i] += d * d;
            }
        }
    }

    /** As {@link #gradients}, of planes of less than a vector. */
    static void shortGradients(
            double[] g, int gAt, double[] x, int at, int n, int first, int planes, double[] center, double[] partials) {
        for (int p = first, from = 0; p < first + planes; p++, from += n) {
            int into = 2 * LANES * p;
            for (int i = 0; i < n; i++) {
                double v = g[gAt + from + i];
                partials[into + i] += v;
                partials[into + LANES + i] += v * (x[at + from + i] - center[p]);
            }
        }
    }

    /** The sum of one vector's lanes, an even number, which are then 0. */
    static double fold(double[] partials, int from) {
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
