package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Type;
import org.jspecify.annotations.Nullable;

/** What an atomic does to memory, on values given as their bits, zero-extended. */
@FunctionalInterface
interface AtomicOperator {
    /** The new value; {@code c} is {@code cas}'s third operand, else 0. */
    long apply(long old, long b, long c);

    /** The operator of this name on this type, or null. */
    @Nullable
    static AtomicOperator of(String name, Type type) {
        return switch (type) {
            case F32 -> name.equals("add") ? (old, b, c) -> bits(single(old) + single(b)) : null;
            case F64 ->
                name.equals("add")
                        ? (old, b, c) ->
                                Double.doubleToRawLongBits(Double.longBitsToDouble(old) + Double.longBitsToDouble(b))
                        : null;
            case S32 -> signed(name);
            case B32, U32, B64, U64, S64, B16 -> unsigned(name, type.bytes() == 8 ? -1L : (1L << 8 * type.bytes()) - 1);
            default -> null;
        };
    }

    private static long bits(float value) {
        return Float.floatToRawIntBits(value) & 0xFFFFFFFFL;
    }

    private static float single(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    @Nullable
    private static AtomicOperator signed(String name) {
        return switch (name) {
            case "min" -> (old, b, c) -> Math.min((int) old, (int) b) & 0xFFFFFFFFL;
            case "max" -> (old, b, c) -> Math.max((int) old, (int) b) & 0xFFFFFFFFL;
            default -> unsigned(name, 0xFFFFFFFFL);
        };
    }

    @Nullable
    private static AtomicOperator unsigned(String name, long mask) {
        return switch (name) {
            case "add" -> (old, b, c) -> old + b & mask;
            case "exch" -> (old, b, c) -> b;
            case "cas" -> (old, b, c) -> old == b ? c : old;
            case "and" -> (old, b, c) -> old & b;
            case "or" -> (old, b, c) -> old | b;
            case "xor" -> (old, b, c) -> old ^ b;
            case "min" -> (old, b, c) -> Long.compareUnsigned(old, b) <= 0 ? old : b;
            case "max" -> (old, b, c) -> Long.compareUnsigned(old, b) >= 0 ? old : b;
            case "inc" -> (old, b, c) -> Long.compareUnsigned(old, b) >= 0 ? 0 : old + 1;
            case "dec" -> (old, b, c) -> old == 0 || Long.compareUnsigned(old, b) > 0 ? b : old - 1;
            default -> null;
        };
    }
}
