package dev.evenkeel.internal.spi;

/**
 * Conversions between {@code double}/{@code float} and the 16-bit types, rounded to nearest, ties to even, in one
 * rounding. Java has them for binary16 from release 20 on; this library starts at 17.
 *
 * @see <a href="https://doi.org/10.1109/IEEESTD.2019.8766229">IEEE 754-2019, section 4.3.1</a>
 */
public final class HalfFloats {
    private static final int F16_PRECISION = 11;
    private static final int F16_MIN_EXPONENT = -14;
    private static final double F16_OVERFLOW = 65520.0;
    private static final int F16_BEYOND = Float.floatToRawIntBits(65536f);
    private static final int F16_NORMAL = Float.floatToRawIntBits(0x1p-14f);
    private static final int BF16_PRECISION = 8;
    private static final int BF16_MIN_EXPONENT = -126;
    private static final double BF16_OVERFLOW = Math.scalb(511.0, 119);

    private HalfFloats() {}

    /** The binary16 nearest to {@code value}, as its bits. NaN becomes a quiet NaN. */
    public static short toF16(double value) {
        return encode(value, F16_PRECISION, F16_MIN_EXPONENT, F16_OVERFLOW, 0x7C00, 0x0200);
    }

    /** The bfloat16 nearest to {@code value}, as its bits. NaN becomes a quiet NaN. */
    public static short toBf16(double value) {
        return encode(value, BF16_PRECISION, BF16_MIN_EXPONENT, BF16_OVERFLOW, 0x7F80, 0x0040);
    }

    /** The bfloat16 nearest to {@code value}: the same result as {@link #toBf16(double)}, with integer arithmetic. */
    public static short toBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (value != value) {
            return (short) ((bits >>> 16 & 0x8000) | 0x7FC0);
        }
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }

    /** The value of a bfloat16's bits. */
    public static float fromBf16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** The value of a binary16's bits. */
    public static float fromF16(short bits) {
        int magnitude = bits & 0x7FFF;
        int sign = (bits & 0x8000) << 16;
        if (magnitude >= 0x7C00) {
            return Float.intBitsToFloat(sign | 0x7F800000 | (magnitude & 0x03FF) << 13);
        }
        if (magnitude >= 0x0400) {
            return Float.intBitsToFloat(sign | (magnitude << 13) + (112 << 23));
        }
        float subnormal = magnitude * 0x1p-24f;
        return sign == 0 ? subnormal : -subnormal;
    }

    /**
     * The binary16 nearest to {@code value}: the same result as {@link #toF16(double)}, with integer arithmetic. Floats
     * from 0.5 to 1 are spaced as binary16's subnormals are, so adding 0.5 rounds to one of those.
     */
    public static short toF16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7FFFFFFF;
        if (magnitude >= F16_BEYOND) {
            return (short) (sign | (value != value ? 0x7E00 : 0x7C00));
        }
        if (magnitude >= F16_NORMAL) {
            return (short) (sign | (magnitude - (112 << 23) + 0x0FFF + (magnitude >>> 13 & 1)) >>> 13);
        }
        float rounded = Float.intBitsToFloat(magnitude) + 0.5f;
        return (short) (sign | (Float.floatToRawIntBits(rounded) - Float.floatToRawIntBits(0.5f)));
    }

    /**
     * Rounds the magnitude to a multiple of the spacing at its exponent, then writes exponent and fraction side by
     * side: a fraction that rounds up to the next power of two carries into the exponent by itself.
     */
    private static short encode(
            double value, int precision, int minExponent, double overflow, int infinity, int quietBit) {
        int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
        double magnitude = Math.abs(value);
        if (!(magnitude < overflow)) {
            return (short) (sign | infinity | (value != value ? quietBit : 0));
        }
        int exponent = Math.max(Math.getExponent(magnitude), minExponent);
        int units = (int) Math.rint(Math.scalb(magnitude, precision - 1 - exponent));
        return (short) (sign | (((exponent - minExponent) << (precision - 1)) + units));
    }
}
