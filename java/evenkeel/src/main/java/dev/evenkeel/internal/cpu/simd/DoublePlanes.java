package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.PlaneCoefficients;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Planes of at least a vector, normalized. A plane's last vector overlaps the one before, and is read before anything is
 * written: y may be x's memory. Each loop is written out, and long: the JVM's compiler inlines 15 calls deep and no
 * methods above 325 bytes of code, and a vector that gets past the one or the other in the middle becomes an object.
 * What eights leave is one four, two and one of vectors or none: a loop over so few would take longer to set up than to
 * run, and most planes are short.
 */
final class DoublePlanes {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    private DoublePlanes() {}

    static void normalize(
            double[] x, double[] y, int at, int n, int first, int planes, PlaneCoefficients<double[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            DoubleVector c = DoubleVector.broadcast(SPECIES, to.center()[p]);
            DoubleVector s = DoubleVector.broadcast(SPECIES, to.slope()[p]);
            DoubleVector o = DoubleVector.broadcast(SPECIES, to.offset()[p]);
            int last = from + n - LANES;
            DoubleVector end = DoubleVector.fromArray(SPECIES, x, last).sub(c).fma(s, o);
            int i = from;
            for (; i < last - 7 * LANES; i += 8 * LANES) {
                DoubleVector v0 = DoubleVector.fromArray(SPECIES, x, i).sub(c).fma(s, o);
                DoubleVector v1 =
                        DoubleVector.fromArray(SPECIES, x, i + LANES).sub(c).fma(s, o);
                DoubleVector v2 =
                        DoubleVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c).fma(s, o);
                DoubleVector v3 =
                        DoubleVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c).fma(s, o);
                v0.intoArray(y, i);
                v1.intoArray(y, i + LANES);
                v2.intoArray(y, i + 2 * LANES);
                v3.intoArray(y, i + 3 * LANES);
                DoubleVector v4 =
                        DoubleVector.fromArray(SPECIES, x, i + 4 * LANES).sub(c).fma(s, o);
                DoubleVector v5 =
                        DoubleVector.fromArray(SPECIES, x, i + 5 * LANES).sub(c).fma(s, o);
                DoubleVector v6 =
                        DoubleVector.fromArray(SPECIES, x, i + 6 * LANES).sub(c).fma(s, o);
                DoubleVector v7 =
                        DoubleVector.fromArray(SPECIES, x, i + 7 * LANES).sub(c).fma(s, o);
                v4.intoArray(y, i + 4 * LANES);
                v5.intoArray(y, i + 5 * LANES);
                v6.intoArray(y, i + 6 * LANES);
                v7.intoArray(y, i + 7 * LANES);
            }
            int rest = last - i + LANES - 1;
            if ((rest & 4 * LANES) != 0) {
                DoubleVector v0 = DoubleVector.fromArray(SPECIES, x, i).sub(c).fma(s, o);
                DoubleVector v1 =
                        DoubleVector.fromArray(SPECIES, x, i + LANES).sub(c).fma(s, o);
                DoubleVector v2 =
                        DoubleVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c).fma(s, o);
                DoubleVector v3 =
                        DoubleVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c).fma(s, o);
                v0.intoArray(y, i);
                v1.intoArray(y, i + LANES);
                v2.intoArray(y, i + 2 * LANES);
                v3.intoArray(y, i + 3 * LANES);
                i += 4 * LANES;
            }
            if ((rest & 2 * LANES) != 0) {
                DoubleVector v0 = DoubleVector.fromArray(SPECIES, x, i).sub(c).fma(s, o);
                DoubleVector v1 =
                        DoubleVector.fromArray(SPECIES, x, i + LANES).sub(c).fma(s, o);
                v0.intoArray(y, i);
                v1.intoArray(y, i + LANES);
                i += 2 * LANES;
            }
            if ((rest & LANES) != 0) {
                DoubleVector v0 = DoubleVector.fromArray(SPECIES, x, i).sub(c).fma(s, o);
                v0.intoArray(y, i);
            }
            end.intoArray(y, last);
        }
    }

    /** NaN is not less than anything, and stays. */
    static void normalizeRelu(
            double[] x, double[] y, int at, int n, int first, int planes, PlaneCoefficients<double[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            DoubleVector c = DoubleVector.broadcast(SPECIES, to.center()[p]);
            DoubleVector s = DoubleVector.broadcast(SPECIES, to.slope()[p]);
            DoubleVector o = DoubleVector.broadcast(SPECIES, to.offset()[p]);
            DoubleVector zero = DoubleVector.zero(SPECIES);
            int last = from + n - LANES;
            DoubleVector end = DoubleVector.fromArray(SPECIES, x, last).sub(c).fma(s, o);
            end = end.blend(zero, end.compare(VectorOperators.LT, zero));
            int i = from;
            for (; i < last - 3 * LANES; i += 4 * LANES) {
                DoubleVector v0 = DoubleVector.fromArray(SPECIES, x, i).sub(c).fma(s, o);
                DoubleVector v1 =
                        DoubleVector.fromArray(SPECIES, x, i + LANES).sub(c).fma(s, o);
                DoubleVector v2 =
                        DoubleVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c).fma(s, o);
                DoubleVector v3 =
                        DoubleVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c).fma(s, o);
                v0.blend(zero, v0.compare(VectorOperators.LT, zero)).intoArray(y, i);
                v1.blend(zero, v1.compare(VectorOperators.LT, zero)).intoArray(y, i + LANES);
                v2.blend(zero, v2.compare(VectorOperators.LT, zero)).intoArray(y, i + 2 * LANES);
                v3.blend(zero, v3.compare(VectorOperators.LT, zero)).intoArray(y, i + 3 * LANES);
            }
            for (; i < last; i += LANES) {
                DoubleVector v = DoubleVector.fromArray(SPECIES, x, i).sub(c).fma(s, o);
                v.blend(zero, v.compare(VectorOperators.LT, zero)).intoArray(y, i);
            }
            end.intoArray(y, last);
        }
    }

    static void normalizeAdd(
            double[] x,
            double[] residual,
            double[] y,
            int at,
            int n,
            int first,
            int planes,
            PlaneCoefficients<double[]> to,
            double least) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            DoubleVector c = DoubleVector.broadcast(SPECIES, to.center()[p]);
            DoubleVector s = DoubleVector.broadcast(SPECIES, to.slope()[p]);
            DoubleVector o = DoubleVector.broadcast(SPECIES, to.offset()[p]);
            DoubleVector l = DoubleVector.broadcast(SPECIES, least);
            int last = from + n - LANES;
            DoubleVector end = DoubleVector.fromArray(SPECIES, x, last)
                    .sub(c)
                    .fma(s, o)
                    .add(DoubleVector.fromArray(SPECIES, residual, last));
            end = end.blend(l, end.compare(VectorOperators.LT, l));
            int i = from;
            for (; i < last - 3 * LANES; i += 4 * LANES) {
                DoubleVector v0 = DoubleVector.fromArray(SPECIES, x, i)
                        .sub(c)
                        .fma(s, o)
                        .add(DoubleVector.fromArray(SPECIES, residual, i));
                DoubleVector v1 = DoubleVector.fromArray(SPECIES, x, i + LANES)
                        .sub(c)
                        .fma(s, o)
                        .add(DoubleVector.fromArray(SPECIES, residual, i + LANES));
                DoubleVector v2 = DoubleVector.fromArray(SPECIES, x, i + 2 * LANES)
                        .sub(c)
                        .fma(s, o)
                        .add(DoubleVector.fromArray(SPECIES, residual, i + 2 * LANES));
                DoubleVector v3 = DoubleVector.fromArray(SPECIES, x, i + 3 * LANES)
                        .sub(c)
                        .fma(s, o)
                        .add(DoubleVector.fromArray(SPECIES, residual, i + 3 * LANES));
                v0.blend(l, v0.compare(VectorOperators.LT, l)).intoArray(y, i);
                v1.blend(l, v1.compare(VectorOperators.LT, l)).intoArray(y, i + LANES);
                v2.blend(l, v2.compare(VectorOperators.LT, l)).intoArray(y, i + 2 * LANES);
                v3.blend(l, v3.compare(VectorOperators.LT, l)).intoArray(y, i + 3 * LANES);
            }
            for (; i < last; i += LANES) {
                DoubleVector v = DoubleVector.fromArray(SPECIES, x, i)
                        .sub(c)
                        .fma(s, o)
                        .add(DoubleVector.fromArray(SPECIES, residual, i));
                v.blend(l, v.compare(VectorOperators.LT, l)).intoArray(y, i);
            }
            end.intoArray(y, last);
        }
    }
}
