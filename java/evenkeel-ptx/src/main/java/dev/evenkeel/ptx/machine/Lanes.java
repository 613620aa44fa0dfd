package dev.evenkeel.ptx.machine;

/** Single lanes of a register whose storage isn't known, as bits, zero-extended. */
final class Lanes {
    private Lanes() {}

    static long bits(Object register, int lane) {
        if (register instanceof int[] words) {
            return words[lane] & 0xFFFFFFFFL;
        }
        if (register instanceof long[] longs) {
            return longs[lane];
        }
        if (register instanceof float[] floats) {
            return Float.floatToRawIntBits(floats[lane]) & 0xFFFFFFFFL;
        }
        return Double.doubleToRawLongBits(((double[]) register)[lane]);
    }

    static void set(Object register, int lane, long bits) {
        if (register instanceof int[] words) {
            words[lane] = (int) bits;
        } else if (register instanceof long[] longs) {
            longs[lane] = bits;
        } else if (register instanceof float[] floats) {
            floats[lane] = Float.intBitsToFloat((int) bits);
        } else {
            ((double[]) register)[lane] = Double.longBitsToDouble(bits);
        }
    }
}
