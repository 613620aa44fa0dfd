package dev.evenkeel.ptx.instruction;

/**
 * The two 16-bit formats. Results are exact in binary64 or rounded to it to odd, then once to nearest even; a NaN is
 * the canonical 0x7FFF.
 */
enum HalfFormat {
    /** binary16: 11 bits of significand, exponents from −14. */
    F16(11, -14, 0x7C00, 65520.0),
    /** bfloat16: 8 bits of significand, exponents from −126. */
    BF16(8, -126, 0x7F80, 0x1.FFp127);

    private static final int NAN = 0x7FFF;

    private final int precision;
    private final int minExponent;
    private final int infinity;
    private final double overflow;

    HalfFormat(int precision, int minExponent, int infinity, double overflow) {
        this.precision = precision;
        this.minExponent = minExponent;
        this.infinity = infinity;
        this.overflow = overflow;
    }

    /** The value of the low 16 bits. */
    float decode(int bits) {
        if (this == BF16) {
            return Float.intBitsToFloat(bits << 16);
        }
        int magnitude = bits & 0x7FFF;
        float value;
        if (magnitude >= infinity) {
            value = Float.intBitsToFloat(0x7F800000 | (magnitude & 0x3FF) << 13);
        } else if (magnitude < 0x400) {
            value = magnitude * 0x1p-24f;
        } else {
            value = Float.intBitsToFloat((magnitude << 13) + (112 << 23));
        }
        return (bits & 0x8000) == 0 ? value : -value;
    }

    /** To nearest even. */
    int encode(double value) {
        return round(value, true);
    }

    /** Towards zero. */
    int truncate(double value) {
        return round(value, false);
    }

    private int round(double value, boolean nearest) {
        if (Double.isNaN(value)) {
            return NAN;
        }
        int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
        double magnitude = Math.abs(value);
        if (magnitude >= overflow) {
            return sign | (nearest || Double.isInfinite(magnitude) ? infinity : infinity - 1);
        }
        int exponent = Math.max(Math.getExponent(magnitude), minExponent);
        double scaled = Math.scalb(magnitude, precision - 1 - exponent);
        int units = (int) (nearest ? Math.rint(scaled) : scaled);
        int bits = (exponent - minExponent << precision - 1) + units;
        return sign | (nearest ? bits : Math.min(bits, infinity - 1));
    }

    int sum(int a, int b) {
        double x = decode(a);
        double y = decode(b);
        return encode(odd(x + y, Rounding.sumError(x, y, x + y)));
    }

    int product(int a, int b) {
        return encode((double) decode(a) * decode(b));
    }

    int fused(int a, int b, int c) {
        double product = (double) decode(a) * decode(b);
        double addend = decode(c);
        return encode(odd(product + addend, Rounding.sumError(product, addend, product + addend)));
    }

    int max(int a, int b) {
        float x = decode(a);
        float y = decode(b);
        if (Float.isNaN(x) || Float.isNaN(y)) {
            return !Float.isNaN(y) ? b & 0xFFFF : !Float.isNaN(x) ? a & 0xFFFF : NAN;
        }
        return Float.compare(x, y) >= 0 ? a & 0xFFFF : b & 0xFFFF;
    }

    /** Two values side by side in a word. */
    int pair(int low, int high) {
        return low & 0xFFFF | high << 16;
    }

    /** Of the two doubles around {@code nearest + error}, the one with an odd significand: safe to round again. */
    private static double odd(double nearest, double error) {
        if (error == 0 || !Double.isFinite(nearest) || (Double.doubleToRawLongBits(nearest) & 1) != 0) {
            return nearest;
        }
        return error > 0 ? Math.nextUp(nearest) : Math.nextDown(nearest);
    }
}
