package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.PlaneCoefficients;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradients of planes of at least a vector, written out as in {@link FloatPlanes}. A plane's last vector overlaps the one
 * before, and is read before anything is written: dx may be dy's or x's memory.
 */
final class FloatPlaneGradients {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    private FloatPlaneGradients() {}

    /** NaN lets a gradient pass. */
    static void gate(
            float[] dy, float[] x, float[] g, int at, int n, int first, int planes, PlaneCoefficients<float[]> to) {
        for (int p = first, from = 0; p < first + planes; p++, from += n) {
            FloatVector c = FloatVector.broadcast(SPECIES, to.center()[p]);
            FloatVector s = FloatVector.broadcast(SPECIES, to.slope()[p]);
            FloatVector o = FloatVector.broadcast(SPECIES, to.offset()[p]);
            int last = from + n - LANES;
            FloatVector end = FloatVector.fromArray(SPECIES, dy, at + last)
                    .blend(
                            0,
                            FloatVector.fromArray(SPECIES, x, at + last)
                                    .sub(c)
                                    .fma(s, o)
                                    .compare(VectorOperators.LE, 0));
            int i = from;
            for (; i < last - 3 * LANES; i += 4 * LANES) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, dy, at + i)
                        .blend(
                                0,
                                FloatVector.fromArray(SPECIES, x, at + i)
                                        .sub(c)
                                        .fma(s, o)
                                        .compare(VectorOperators.LE, 0));
                FloatVector v1 = FloatVector.fromArray(SPECIES, dy, at + i + LANES)
                        .blend(
                                0,
                                FloatVector.fromArray(SPECIES, x, at + i + LANES)
                                        .sub(c)
                                        .fma(s, o)
                                        .compare(VectorOperators.LE, 0));
                FloatVector v2 = FloatVector.fromArray(SPECIES, dy, at + i + 2 * LANES)
                        .blend(
                                0,
                                FloatVector.fromArray(SPECIES, x, at + i + 2 * LANES)
                                        .sub(c)
                                        .fma(s, o)
                                        .compare(VectorOperators.LE, 0));
                FloatVector v3 = FloatVector.fromArray(SPECIES, dy, at + i + 3 * LANES)
                        .blend(
                                0,
                                FloatVector.fromArray(SPECIES, x, at + i + 3 * LANES)
                                        .sub(c)
                                        .fma(s, o)
                                        .compare(VectorOperators.LE, 0));
                v0.intoArray(g, i);
                v1.intoArray(g, i + LANES);
                v2.intoArray(g, i + 2 * LANES);
                v3.intoArray(g, i + 3 * LANES);
            }
            for (; i < last; i += LANES) {
                FloatVector.fromArray(SPECIES, dy, at + i)
                        .blend(
                                0,
                                FloatVector.fromArray(SPECIES, x, at + i)
                                        .sub(c)
                                        .fma(s, o)
                                        .compare(VectorOperators.LE, 0))
                        .intoArray(g, i);
            }
            end.intoArray(g, last);
        }
    }

    static void gateAdd(
            float[] dy,
            float[] x,
            float[] residual,
            float[] g,
            int at,
            int n,
            int first,
            int planes,
            PlaneCoefficients<float[]> to) {
        for (int p = first, from = 0; p < first + planes; p++, from += n) {
            FloatVector c = FloatVector.broadcast(SPECIES, to.center()[p]);
            FloatVector s = FloatVector.broadcast(SPECIES, to.slope()[p]);
            FloatVector o = FloatVector.broadcast(SPECIES, to.offset()[p]);
            int last = from + n - LANES;
            FloatVector end = FloatVector.fromArray(SPECIES, dy, at + last)
                    .blend(
                            0,
                            FloatVector.fromArray(SPECIES, x, at + last)
                                    .sub(c)
                                    .fma(s, o)
                                    .add(FloatVector.fromArray(SPECIES, residual, at + last))
                                    .compare(VectorOperators.LE, 0));
            int i = from;
            for (; i < last - 3 * LANES; i += 4 * LANES) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, dy, at + i)
                        .blend(
                                0,
                                FloatVector.fromArray(SPECIES, x, at + i)
                                        .sub(c)
                                        .fma(s, o)
                                        .add(FloatVector.fromArray(SPECIES, residual, at + i))
                                        .compare(VectorOperators.LE, 0));
                FloatVector v1 = FloatVector.fromArray(SPECIES, dy, at + i + LANES)
                        .blend(
                                0,
                                FloatVector.fromArray(SPECIES, x, at + i + LANES)
                                        .sub(c)
                                        .fma(s, o)
                                        .add(FloatVector.fromArray(SPECIES, residual, at + i + LANES))
                                        .compare(VectorOperators.LE, 0));
                FloatVector v2 = FloatVector.fromArray(SPECIES, dy, at + i + 2 * LANES)
                        .blend(
                                0,
                                FloatVector.fromArray(SPECIES, x, at + i + 2 * LANES)
                                        .sub(c)
                                        .fma(s, o)
                                        .add(FloatVector.fromArray(SPECIES, residual, at + i + 2 * LANES))
                                        .compare(VectorOperators.LE, 0));
                FloatVector v3 = FloatVector.fromArray(SPECIES, dy, at + i + 3 * LANES)
                        .blend(
                                0,
                                FloatVector.fromArray(SPECIES, x, at + i + 3 * LANES)
                                        .sub(c)
                                        .fma(s, o)
                                        .add(FloatVector.fromArray(SPECIES, residual, at + i + 3 * LANES))
                                        .compare(VectorOperators.LE, 0));
                v0.intoArray(g, i);
                v1.intoArray(g, i + LANES);
                v2.intoArray(g, i + 2 * LANES);
                v3.intoArray(g, i + 3 * LANES);
            }
            for (; i < last; i += LANES) {
                FloatVector.fromArray(SPECIES, dy, at + i)
                        .blend(
                                0,
                                FloatVector.fromArray(SPECIES, x, at + i)
                                        .sub(c)
                                        .fma(s, o)
                                        .add(FloatVector.fromArray(SPECIES, residual, at + i))
                                        .compare(VectorOperators.LE, 0))
                        .intoArray(g, i);
            }
            end.intoArray(g, last);
        }
    }

    static void project(
            float[] g,
            int gAt,
            float[] x,
            float[] dx,
            int at,
            int n,
            int first,
            int planes,
            PlaneCoefficients<float[]> to) {
        for (int p = first, from = 0; p < first + planes; p++, from += n) {
            FloatVector c = FloatVector.broadcast(SPECIES, to.center()[p]);
            FloatVector s = FloatVector.broadcast(SPECIES, to.slope()[p]);
            FloatVector o = FloatVector.broadcast(SPECIES, to.offset()[p]);
            FloatVector w = FloatVector.broadcast(SPECIES, to.gain()[p]);
            FloatVector f = FloatVector.broadcast(SPECIES, to.scale()[p]);
            int last = from + n - LANES;
            FloatVector end = FloatVector.fromArray(SPECIES, g, gAt + last)
                    .fma(w, FloatVector.fromArray(SPECIES, x, at + last).sub(c).fma(s, o))
                    .mul(f);
            int i = from;
            for (; i < last - 7 * LANES; i += 8 * LANES) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, g, gAt + i)
                        .fma(w, FloatVector.fromArray(SPECIES, x, at + i).sub(c).fma(s, o))
                        .mul(f);
                FloatVector v1 = FloatVector.fromArray(SPECIES, g, gAt + i + LANES)
                        .fma(
                                w,
                                FloatVector.fromArray(SPECIES, x, at + i + LANES)
                                        .sub(c)
                                        .fma(s, o))
                        .mul(f);
                FloatVector v2 = FloatVector.fromArray(SPECIES, g, gAt + i + 2 * LANES)
                        .fma(
                                w,
                                FloatVector.fromArray(SPECIES, x, at + i + 2 * LANES)
                                        .sub(c)
                                        .fma(s, o))
                        .mul(f);
                FloatVector v3 = FloatVector.fromArray(SPECIES, g, gAt + i + 3 * LANES)
                        .fma(
                                w,
                                FloatVector.fromArray(SPECIES, x, at + i + 3 * LANES)
                                        .sub(c)
                                        .fma(s, o))
                        .mul(f);
                v0.intoArray(dx, at + i);
                v1.intoArray(dx, at + i + LANES);
                v2.intoArray(dx, at + i + 2 * LANES);
                v3.intoArray(dx, at + i + 3 * LANES);
                FloatVector v4 = FloatVector.fromArray(SPECIES, g, gAt + i + 4 * LANES)
                        .fma(
                                w,
                                FloatVector.fromArray(SPECIES, x, at + i + 4 * LANES)
                                        .sub(c)
                                        .fma(s, o))
                        .mul(f);
                FloatVector v5 = FloatVector.fromArray(SPECIES, g, gAt + i + 5 * LANES)
                        .fma(
                                w,
                                FloatVector.fromArray(SPECIES, x, at + i + 5 * LANES)
                                        .sub(c)
                                        .fma(s, o))
                        .mul(f);
                FloatVector v6 = FloatVector.fromArray(SPECIES, g, gAt + i + 6 * LANES)
                        .fma(
                                w,
                                FloatVector.fromArray(SPECIES, x, at + i + 6 * LANES)
                                        .sub(c)
                                        .fma(s, o))
                        .mul(f);
                FloatVector v7 = FloatVector.fromArray(SPECIES, g, gAt + i + 7 * LANES)
                        .fma(
                                w,
                                FloatVector.fromArray(SPECIES, x, at + i + 7 * LANES)
                                        .sub(c)
                                        .fma(s, o))
                        .mul(f);
                v4.intoArray(dx, at + i + 4 * LANES);
                v5.intoArray(dx, at + i + 5 * LANES);
                v6.intoArray(dx, at + i + 6 * LANES);
                v7.intoArray(dx, at + i + 7 * LANES);
            }
            int rest = last - i + LANES - 1;
            if ((rest & 4 * LANES) != 0) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, g, gAt + i)
                        .fma(w, FloatVector.fromArray(SPECIES, x, at + i).sub(c).fma(s, o))
                        .mul(f);
                FloatVector v1 = FloatVector.fromArray(SPECIES, g, gAt + i + LANES)
                        .fma(
                                w,
                                FloatVector.fromArray(SPECIES, x, at + i + LANES)
                                        .sub(c)
                                        .fma(s, o))
                        .mul(f);
                FloatVector v2 = FloatVector.fromArray(SPECIES, g, gAt + i + 2 * LANES)
                        .fma(
                                w,
                                FloatVector.fromArray(SPECIES, x, at + i + 2 * LANES)
                                        .sub(c)
                                        .fma(s, o))
                        .mul(f);
                FloatVector v3 = FloatVector.fromArray(SPECIES, g, gAt + i + 3 * LANES)
                        .fma(
                                w,
                                FloatVector.fromArray(SPECIES, x, at + i + 3 * LANES)
                                        .sub(c)
                                        .fma(s, o))
                        .mul(f);
                v0.intoArray(dx, at + i);
                v1.intoArray(dx, at + i + LANES);
                v2.intoArray(dx, at + i + 2 * LANES);
                v3.intoArray(dx, at + i + 3 * LANES);
                i += 4 * LANES;
            }
            if ((rest & 2 * LANES) != 0) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, g, gAt + i)
                        .fma(w, FloatVector.fromArray(SPECIES, x, at + i).sub(c).fma(s, o))
                        .mul(f);
                FloatVector v1 = FloatVector.fromArray(SPECIES, g, gAt + i + LANES)
                        .fma(
                                w,
                                FloatVector.fromArray(SPECIES, x, at + i + LANES)
                                        .sub(c)
                                        .fma(s, o))
                        .mul(f);
                v0.intoArray(dx, at + i);
                v1.intoArray(dx, at + i + LANES);
                i += 2 * LANES;
            }
            if ((rest & LANES) != 0) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, g, gAt + i)
                        .fma(w, FloatVector.fromArray(SPECIES, x, at + i).sub(c).fma(s, o))
                        .mul(f);
                v0.intoArray(dx, at + i);
            }
            end.intoArray(dx, at + last);
        }
    }

    static void scale(
            float[] g, int gAt, float[] dx, int at, int n, int first, int planes, PlaneCoefficients<float[]> to) {
        for (int p = first, from = 0; p < first + planes; p++, from += n) {
            FloatVector w = FloatVector.broadcast(SPECIES, to.gain()[p]);
            FloatVector f = FloatVector.broadcast(SPECIES, to.scale()[p]);
            int last = from + n - LANES;
            FloatVector end =
                    FloatVector.fromArray(SPECIES, g, gAt + last).mul(w).mul(f);
            int i = from;
            for (; i < last - 3 * LANES; i += 4 * LANES) {
                FloatVector v0 =
                        FloatVector.fromArray(SPECIES, g, gAt + i).mul(w).mul(f);
                FloatVector v1 = FloatVector.fromArray(SPECIES, g, gAt + i + LANES)
                        .mul(w)
                        .mul(f);
                FloatVector v2 = FloatVector.fromArray(SPECIES, g, gAt + i + 2 * LANES)
                        .mul(w)
                        .mul(f);
                FloatVector v3 = FloatVector.fromArray(SPECIES, g, gAt + i + 3 * LANES)
                        .mul(w)
                        .mul(f);
                v0.intoArray(dx, at + i);
                v1.intoArray(dx, at + i + LANES);
                v2.intoArray(dx, at + i + 2 * LANES);
                v3.intoArray(dx, at + i + 3 * LANES);
            }
            for (; i < last; i += LANES) {
                FloatVector.fromArray(SPECIES, g, gAt + i).mul(w).mul(f).intoArray(dx, at + i);
            }
            end.intoArray(dx, at + last);
        }
    }
}
