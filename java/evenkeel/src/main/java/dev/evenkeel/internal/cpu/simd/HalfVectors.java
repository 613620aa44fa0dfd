package dev.evenkeel.internal.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Conversions between float and the 16-bit types by the vector, bit for bit those of {@code HalfFloats}. Each returns
 * how many elements it did: whole vectors, and none of what is left.
 *
 * <p>Loops are written out, to more than the 325 bytes of code that the JVM's compiler takes into a caller: there the
 * vectors' own methods would lie deeper than it goes, and each vector would become an object.
 */
final class HalfVectors {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
    private static final int LANES = FLOATS.length();

    private static final int SIGN = 0x8000;
    private static final int EXPONENT_BIAS = (127 - 15) << 23;
    private static final float WIDEN = 0x1p112f;
    private static final int F32_INFINITY = 0x7F800000;
    private static final int F16_BEYOND = Float.floatToRawIntBits(65536f);
    private static final int F16_NORMAL = Float.floatToRawIntBits(0x1p-14f);
    private static final int HALF = Float.floatToRawIntBits(0.5f);

    private HalfVectors() {}

    /** The fraction and exponent moved to a float's are 2^112 too small, subnormals too; infinity and NaN are not. */
    static int widenF16(short[] bits, int at, float[] row, int to, int n) {
        int end = n - n % LANES;
        int i = 0;
        for (; i <= end - 4 * LANES; i += 4 * LANES) {
            IntVector h0 =
                    (IntVector) ShortVector.fromArray(SHORTS, bits, at + i).convertShape(VectorOperators.S2I, INTS, 0);
            IntVector m0 = h0.lanewise(VectorOperators.AND, 0x7FFF).lanewise(VectorOperators.LSHL, 13);
            m0.reinterpretAsFloats()
                    .mul(WIDEN)
                    .reinterpretAsInts()
                    .blend(m0.lanewise(VectorOperators.OR, F32_INFINITY), m0.compare(VectorOperators.GE, 0x7C00 << 13))
                    .lanewise(
                            VectorOperators.OR,
                            h0.lanewise(VectorOperators.AND, SIGN).lanewise(VectorOperators.LSHL, 16))
                    .reinterpretAsFloats()
                    .intoArray(row, to + i);
            IntVector h1 = (IntVector)
                    ShortVector.fromArray(SHORTS, bits, at + i + LANES).convertShape(VectorOperators.S2I, INTS, 0);
            IntVector m1 = h1.lanewise(VectorOperators.AND, 0x7FFF).lanewise(VectorOperators.LSHL, 13);
            m1.reinterpretAsFloats()
                    .mul(WIDEN)
                    .reinterpretAsInts()
                    .blend(m1.lanewise(VectorOperators.OR, F32_INFINITY), m1.compare(VectorOperators.GE, 0x7C00 << 13))
                    .lanewise(
                            VectorOperators.OR,
                            h1.lanewise(VectorOperators.AND, SIGN).lanewise(VectorOperators.LSHL, 16))
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + LANES);
            IntVector h2 = (IntVector)
                    ShortVector.fromArray(SHORTS, bits, at + i + 2 * LANES).convertShape(VectorOperators.S2I, INTS, 0);
            IntVector m2 = h2.lanewise(VectorOperators.AND, 0x7FFF).lanewise(VectorOperators.LSHL, 13);
            m2.reinterpretAsFloats()
                    .mul(WIDEN)
                    .reinterpretAsInts()
                    .blend(m2.lanewise(VectorOperators.OR, F32_INFINITY), m2.compare(VectorOperators.GE, 0x7C00 << 13))
                    .lanewise(
                            VectorOperators.OR,
                            h2.lanewise(VectorOperators.AND, SIGN).lanewise(VectorOperators.LSHL, 16))
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + 2 * LANES);
            IntVector h3 = (IntVector)
                    ShortVector.fromArray(SHORTS, bits, at + i + 3 * LANES).convertShape(VectorOperators.S2I, INTS, 0);
            IntVector m3 = h3.lanewise(VectorOperators.AND, 0x7FFF).lanewise(VectorOperators.LSHL, 13);
            m3.reinterpretAsFloats()
                    .mul(WIDEN)
                    .reinterpretAsInts()
                    .blend(m3.lanewise(VectorOperators.OR, F32_INFINITY), m3.compare(VectorOperators.GE, 0x7C00 << 13))
                    .lanewise(
                            VectorOperators.OR,
                            h3.lanewise(VectorOperators.AND, SIGN).lanewise(VectorOperators.LSHL, 16))
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + 3 * LANES);
        }
        for (; i < end; i += LANES) {
            IntVector h0 =
                    (IntVector) ShortVector.fromArray(SHORTS, bits, at + i).convertShape(VectorOperators.S2I, INTS, 0);
            IntVector m0 = h0.lanewise(VectorOperators.AND, 0x7FFF).lanewise(VectorOperators.LSHL, 13);
            m0.reinterpretAsFloats()
                    .mul(WIDEN)
                    .reinterpretAsInts()
                    .blend(m0.lanewise(VectorOperators.OR, F32_INFINITY), m0.compare(VectorOperators.GE, 0x7C00 << 13))
                    .lanewise(
                            VectorOperators.OR,
                            h0.lanewise(VectorOperators.AND, SIGN).lanewise(VectorOperators.LSHL, 16))
                    .reinterpretAsFloats()
                    .intoArray(row, to + i);
        }
        return end;
    }

    /** A bfloat16 is the upper half of a float. */
    static int widenBf16(short[] bits, int at, float[] row, int to, int n) {
        int end = n - n % LANES;
        int i = 0;
        for (; i <= end - 12 * LANES; i += 12 * LANES) {
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i).convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i);
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i + LANES).convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + LANES);
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i + 2 * LANES)
                            .convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + 2 * LANES);
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i + 3 * LANES)
                            .convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + 3 * LANES);
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i + 4 * LANES)
                            .convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + 4 * LANES);
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i + 5 * LANES)
                            .convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + 5 * LANES);
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i + 6 * LANES)
                            .convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + 6 * LANES);
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i + 7 * LANES)
                            .convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + 7 * LANES);
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i + 8 * LANES)
                            .convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + 8 * LANES);
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i + 9 * LANES)
                            .convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + 9 * LANES);
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i + 10 * LANES)
                            .convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + 10 * LANES);
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i + 11 * LANES)
                            .convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i + 11 * LANES);
        }
        for (; i < end; i += LANES) {
            ((IntVector) ShortVector.fromArray(SHORTS, bits, at + i).convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(row, to + i);
        }
        return end;
    }

    /** As {@code HalfFloats.toF16(float)} has it: its three ranges computed side by side, and one of them taken. */
    static int narrowF16(float[] row, int from, short[] bits, int at, int n) {
        int end = n - n % LANES;
        int i = 0;
        for (; i <= end - 2 * LANES; i += 2 * LANES) {
            IntVector v0 = FloatVector.fromArray(FLOATS, row, from + i).reinterpretAsInts();
            IntVector m0 = v0.lanewise(VectorOperators.AND, 0x7FFFFFFF);
            IntVector s0 =
                    m0.reinterpretAsFloats().add(0.5f).reinterpretAsInts().sub(HALF);
            IntVector b0 = m0.sub(EXPONENT_BIAS - 0x0FFF)
                    .add(m0.lanewise(VectorOperators.LSHR, 13).lanewise(VectorOperators.AND, 1))
                    .lanewise(VectorOperators.LSHR, 13)
                    .blend(s0, m0.compare(VectorOperators.LT, F16_NORMAL))
                    .blend(0x7C00, m0.compare(VectorOperators.GE, F16_BEYOND))
                    .blend(0x7E00, m0.compare(VectorOperators.GT, F32_INFINITY))
                    .lanewise(
                            VectorOperators.OR,
                            v0.lanewise(VectorOperators.LSHR, 16).lanewise(VectorOperators.AND, SIGN));
            ((ShortVector) b0.convertShape(VectorOperators.I2S, SHORTS, 0)).intoArray(bits, at + i);
            IntVector v1 = FloatVector.fromArray(FLOATS, row, from + i + LANES).reinterpretAsInts();
            IntVector m1 = v1.lanewise(VectorOperators.AND, 0x7FFFFFFF);
            IntVector s1 =
                    m1.reinterpretAsFloats().add(0.5f).reinterpretAsInts().sub(HALF);
            IntVector b1 = m1.sub(EXPONENT_BIAS - 0x0FFF)
                    .add(m1.lanewise(VectorOperators.LSHR, 13).lanewise(VectorOperators.AND, 1))
                    .lanewise(VectorOperators.LSHR, 13)
                    .blend(s1, m1.compare(VectorOperators.LT, F16_NORMAL))
                    .blend(0x7C00, m1.compare(VectorOperators.GE, F16_BEYOND))
                    .blend(0x7E00, m1.compare(VectorOperators.GT, F32_INFINITY))
                    .lanewise(
                            VectorOperators.OR,
                            v1.lanewise(VectorOperators.LSHR, 16).lanewise(VectorOperators.AND, SIGN));
            ((ShortVector) b1.convertShape(VectorOperators.I2S, SHORTS, 0)).intoArray(bits, at + i + LANES);
        }
        for (; i < end; i += LANES) {
            IntVector v0 = FloatVector.fromArray(FLOATS, row, from + i).reinterpretAsInts();
            IntVector m0 = v0.lanewise(VectorOperators.AND, 0x7FFFFFFF);
            IntVector s0 =
                    m0.reinterpretAsFloats().add(0.5f).reinterpretAsInts().sub(HALF);
            IntVector b0 = m0.sub(EXPONENT_BIAS - 0x0FFF)
                    .add(m0.lanewise(VectorOperators.LSHR, 13).lanewise(VectorOperators.AND, 1))
                    .lanewise(VectorOperators.LSHR, 13)
                    .blend(s0, m0.compare(VectorOperators.LT, F16_NORMAL))
                    .blend(0x7C00, m0.compare(VectorOperators.GE, F16_BEYOND))
                    .blend(0x7E00, m0.compare(VectorOperators.GT, F32_INFINITY))
                    .lanewise(
                            VectorOperators.OR,
                            v0.lanewise(VectorOperators.LSHR, 16).lanewise(VectorOperators.AND, SIGN));
            ((ShortVector) b0.convertShape(VectorOperators.I2S, SHORTS, 0)).intoArray(bits, at + i);
        }
        return end;
    }

    /** Half of the last place is added, less a little where the place kept is even. */
    static int narrowBf16(float[] row, int from, short[] bits, int at, int n) {
        int end = n - n % LANES;
        int i = 0;
        for (; i <= end - 3 * LANES; i += 3 * LANES) {
            IntVector v0 = FloatVector.fromArray(FLOATS, row, from + i).reinterpretAsInts();
            IntVector u0 = v0.lanewise(VectorOperators.LSHR, Short.SIZE);
            IntVector b0 = v0.add(0x7FFF)
                    .add(u0.lanewise(VectorOperators.AND, 1))
                    .lanewise(VectorOperators.LSHR, Short.SIZE)
                    .blend(
                            u0.lanewise(VectorOperators.AND, SIGN).lanewise(VectorOperators.OR, 0x7FC0),
                            v0.lanewise(VectorOperators.AND, 0x7FFFFFFF).compare(VectorOperators.GT, F32_INFINITY));
            ((ShortVector) b0.convertShape(VectorOperators.I2S, SHORTS, 0)).intoArray(bits, at + i);
            IntVector v1 = FloatVector.fromArray(FLOATS, row, from + i + LANES).reinterpretAsInts();
            IntVector u1 = v1.lanewise(VectorOperators.LSHR, Short.SIZE);
            IntVector b1 = v1.add(0x7FFF)
                    .add(u1.lanewise(VectorOperators.AND, 1))
                    .lanewise(VectorOperators.LSHR, Short.SIZE)
                    .blend(
                            u1.lanewise(VectorOperators.AND, SIGN).lanewise(VectorOperators.OR, 0x7FC0),
                            v1.lanewise(VectorOperators.AND, 0x7FFFFFFF).compare(VectorOperators.GT, F32_INFINITY));
            ((ShortVector) b1.convertShape(VectorOperators.I2S, SHORTS, 0)).intoArray(bits, at + i + LANES);
            IntVector v2 =
                    FloatVector.fromArray(FLOATS, row, from + i + 2 * LANES).reinterpretAsInts();
            IntVector u2 = v2.lanewise(VectorOperators.LSHR, Short.SIZE);
            IntVector b2 = v2.add(0x7FFF)
                    .add(u2.lanewise(VectorOperators.AND, 1))
                    .lanewise(VectorOperators.LSHR, Short.SIZE)
                    .blend(
                            u2.lanewise(VectorOperators.AND, SIGN).lanewise(VectorOperators.OR, 0x7FC0),
                            v2.lanewise(VectorOperators.AND, 0x7FFFFFFF).compare(VectorOperators.GT, F32_INFINITY));
            ((ShortVector) b2.convertShape(VectorOperators.I2S, SHORTS, 0)).intoArray(bits, at + i + 2 * LANES);
        }
        for (; i < end; i += LANES) {
            IntVector v0 = FloatVector.fromArray(FLOATS, row, from + i).reinterpretAsInts();
            IntVector u0 = v0.lanewise(VectorOperators.LSHR, Short.SIZE);
            IntVector b0 = v0.add(0x7FFF)
                    .add(u0.lanewise(VectorOperators.AND, 1))
                    .lanewise(VectorOperators.LSHR, Short.SIZE)
                    .blend(
                            u0.lanewise(VectorOperators.AND, SIGN).lanewise(VectorOperators.OR, 0x7FC0),
                            v0.lanewise(VectorOperators.AND, 0x7FFFFFFF).compare(VectorOperators.GT, F32_INFINITY));
            ((ShortVector) b0.convertShape(VectorOperators.I2S, SHORTS, 0)).intoArray(bits, at + i);
        }
        return end;
    }
}
