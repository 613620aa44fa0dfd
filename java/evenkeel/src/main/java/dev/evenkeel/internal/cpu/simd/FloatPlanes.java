package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.PlaneCoefficients;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Planes of at least a vector, normalized. A plane's last vector overlaps the one before, and is read before anything is
 * written: y may be x's memory. Each loop is written out, and long: the JVM's compiler inlines 15 calls deep and no
 * methods above 325 bytes of code, and a vector that gets past the one or the other in the middle becomes an object.
 * What eights leave is one four, two and one of vectors or none: a loop over so few would take longer to set up than to
 * run, and most planes are short.
 */
final class FloatPlanes {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    private FloatPlanes() {}

    static void normalize(float[] x, float[] y, int at, int n, int first, int planes, PlaneCoefficients<float[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            FloatVector c = FloatVector.broadcast(SPECIES, to.center()[p]);
            FloatVector s = FloatVector.broadcast(SPECIES, to.slope()[p]);
            FloatVector o = FloatVector.broadcast(SPECIES, to.offset()[p]);
            int last = from + n - LANES;
            FloatVector end = FloatVector.fromArray(SPECIES, x, last).sub(c).fma(s, o);
            int i = from;
            for (; i < last - 7 * LANES; i += 8 * LANES) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, x, i).sub(c).fma(s, o);
                FloatVector v1 =
                        FloatVector.fromArray(SPECIES, x, i + LANES).sub(c).fma(s, o);
                FloatVector v2 =
                        FloatVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c).fma(s, o);
                FloatVector v3 =
                        FloatVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c).fma(s, o);
                v0.intoArray(y, i);
                v1.intoArray(y, i + LANES);
                v2.intoArray(y, i + 2 * LANES);
                v3.intoArray(y, i + 3 * LANES);
                FloatVector v4 =
                        FloatVector.fromArray(SPECIES, x, i + 4 * LANES).sub(c).fma(s, o);
                FloatVector v5 =
                        FloatVector.fromArray(SPECIES, x, i + 5 * LANES).sub(c).fma(s, o);
                FloatVector v6 =
                        FloatVector.fromArray(SPECIES, x, i + 6 * LANES).sub(c).fma(s, o);
                FloatVector v7 =
                        FloatVector.fromArray(SPECIES, x, i + 7 * LANES).sub(c).fma(s, o);
                v4.intoArray(y, i + 4 * LANES);
                v5.intoArray(y, i + 5 * LANES);
                v6.intoArray(y, i + 6 * LANES);
                v7.intoArray(y, i + 7 * LANES);
            }
            int rest = last - i + LANES - 1;
            if ((rest & 4 * LANES) != 0) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, x, i).sub(c).fma(s, o);
                FloatVector v1 =
                        FloatVector.fromArray(SPECIES, x, i + LANES).sub(c).fma(s, o);
                FloatVector v2 =
                        FloatVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c).fma(s, o);
                FloatVector v3 =
                        FloatVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c).fma(s, o);
                v0.intoArray(y, i);
                v1.intoArray(y, i + LANES);
                v2.intoArray(y, i + 2 * LANES);
                v3.intoArray(y, i + 3 * LANES);
                i += 4 * LANES;
            }
            if ((rest & 2 * LANES) != 0) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, x, i).sub(c).fma(s, o);
                FloatVector v1 =
                        FloatVector.fromArray(SPECIES, x, i + LANES).sub(c).fma(s, o);
                v0.intoArray(y, i);
                v1.intoArray(y, i + LANES);
                i += 2 * LANES;
            }
            if ((rest & LANES) != 0) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, x, i).sub(c).fma(s, o);
                v0.intoArray(y, i);
            }
            end.intoArray(y, last);
        }
    }

    /** NaN is not less than anything, and stays. */
    static void normalizeRelu(
            float[] x, float[] y, int at, int n, int first, int planes, PlaneCoefficients<float[]> to) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            FloatVector c = FloatVector.broadcast(SPECIES, to.center()[p]);
            FloatVector s = FloatVector.broadcast(SPECIES, to.slope()[p]);
            FloatVector o = FloatVector.broadcast(SPECIES, to.offset()[p]);
            FloatVector zero = FloatVector.zero(SPECIES);
            int last = from + n - LANES;
            FloatVector end = FloatVector.fromArray(SPECIES, x, last).sub(c).fma(s, o);
            end = end.blend(zero, end.compare(VectorOperators.LT, zero));
            int i = from;
            for (; i < last - 3 * LANES; i += 4 * LANES) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, x, i).sub(c).fma(s, o);
                FloatVector v1 =
                        FloatVector.fromArray(SPECIES, x, i + LANES).sub(c).fma(s, o);
                FloatVector v2 =
                        FloatVector.fromArray(SPECIES, x, i + 2 * LANES).sub(c).fma(s, o);
                FloatVector v3 =
                        FloatVector.fromArray(SPECIES, x, i + 3 * LANES).sub(c).fma(s, o);
                v0.blend(zero, v0.compare(VectorOperators.LT, zero)).intoArray(y, i);
                v1.blend(zero, v1.compare(VectorOperators.LT, zero)).intoArray(y, i + LANES);
                v2.blend(zero, v2.compare(VectorOperators.LT, zero)).intoArray(y, i + 2 * LANES);
                v3.blend(zero, v3.compare(VectorOperators.LT, zero)).intoArray(y, i + 3 * LANES);
            }
            for (; i < last; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, i).sub(c).fma(s, o);
                v.blend(zero, v.compare(VectorOperators.LT, zero)).intoArray(y, i);
            }
            end.intoArray(y, last);
        }
    }

    static void normalizeAdd(
            float[] x,
            float[] residual,
            float[] y,
            int at,
            int n,
            int first,
            int planes,
            PlaneCoefficients<float[]> to,
            float least) {
        for (int p = first, from = at; p < first + planes; p++, from += n) {
            FloatVector c = FloatVector.broadcast(SPECIES, to.center()[p]);
            FloatVector s = FloatVector.broadcast(SPECIES, to.slope()[p]);
            FloatVector o = FloatVector.broadcast(SPECIES, to.offset()[p]);
            FloatVector l = FloatVector.broadcast(SPECIES, least);
            int last = from + n - LANES;
            FloatVector end = FloatVector.fromArray(SPECIES, x, last)
                    .sub(c)
                    .fma(s, o)
                    .add(FloatVector.fromArray(SPECIES, residual, last));
            end = end.blend(l, end.compare(VectorOperators.LT, l));
            int i = from;
            for (; i < last - 3 * LANES; i += 4 * LANES) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, x, i)
                        .sub(c)
                        .fma(s, o)
                        .add(FloatVector.fromArray(SPECIES, residual, i));
                FloatVector v1 = FloatVector.fromArray(SPECIES, x, i + LANES)
                        .sub(c)
                        .fma(s, o)
                        .add(FloatVector.fromArray(SPECIES, residual, i + LANES));
                FloatVector v2 = FloatVector.fromArray(SPECIES, x, i + 2 * LANES)
                        .sub(c)
                        .fma(s, o)
                        .add(FloatVector.fromArray(SPECIES, residual, i + 2 * LANES));
                FloatVector v3 = FloatVector.fromArray(SPECIES, x, i + 3 * LANES)
                        .sub(c)
                        .fma(s, o)
                        .add(FloatVector.fromArray(SPECIES, residual, i + 3 * LANES));
                v0.blend(l, v0.compare(VectorOperators.LT, l)).intoArray(y, i);
                v1.blend(l, v1.compare(VectorOperators.LT, l)).intoArray(y, i + LANES);
                v2.blend(l, v2.compare(VectorOperators.LT, l)).intoArray(y, i + 2 * LANES);
                v3.blend(l, v3.compare(VectorOperators.LT, l)).intoArray(y, i + 3 * LANES);
            }
            for (; i < last; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, i)
                        .sub(c)
                        .fma(s, o)
                        .add(FloatVector.fromArray(SPECIES, residual, i));
                v.blend(l, v.compare(VectorOperators.LT, l)).intoArray(y, i);
            }
            end.intoArray(y, last);
        }
    }
}
