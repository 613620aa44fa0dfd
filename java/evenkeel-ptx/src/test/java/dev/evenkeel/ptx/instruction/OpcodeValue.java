package dev.evenkeel.ptx.instruction;

import dev.evenkeel.ptx.isa.Type;

/** A typed value of an opcode's test, as bits, and the PTX that declares, sets and reads a register of its type. */
record OpcodeValue(Type type, long bits) {
    static OpcodeValue parse(String text) {
        String[] parts = text.split("\\s+");
        Type type = Type.of(parts[0]);
        return new OpcodeValue(type, bits(type, parts[1]));
    }

    private static long bits(Type type, String value) {
        if (value.startsWith("0x") && !value.contains("p") && !value.contains(".")) {
            return Long.parseUnsignedLong(value.substring(2), 16);
        }
        return switch (type) {
            case F32 -> Float.floatToRawIntBits(Float.parseFloat(value)) & 0xFFFFFFFFL;
            case F64 -> Double.doubleToRawLongBits(Double.parseDouble(value));
            case U64, B64 -> value.startsWith("-") ? Long.parseLong(value) : Long.parseUnsignedLong(value);
            default -> Long.parseLong(value) & (type.bytes() == 8 ? -1L : (1L << 8 * type.bytes()) - 1);
        };
    }

    private String register() {
        return switch (type) {
            case PRED -> "pred";
            case F32 -> "f32";
            case F64 -> "f64";
            default -> "b" + Math.max(16, 8 * type.bytes());
        };
    }

    String declare(String name) {
        return "  .reg ." + register() + " " + name + ";\n";
    }

    String set(String name) {
        return switch (type) {
            case PRED -> "  setp.ne.s32 " + name + ", " + bits + ", 0;\n";
            case F32 -> String.format("  mov.f32 %s, 0f%08X;%n", name, (int) bits);
            case F64 -> String.format("  mov.f64 %s, 0d%016X;%n", name, bits);
            default -> String.format("  mov.%s %s, 0x%x;%n", register(), name, bits);
        };
    }

    String widen(String name, String wide) {
        return switch (type) {
            case PRED -> "  selp.u64 " + wide + ", 1, 0, " + name + ";\n";
            case F32 -> "  { .reg .b32 %t; mov.b32 %t, " + name + "; cvt.u64.u32 " + wide + ", %t; }\n";
            case F64 -> "  mov.b64 " + wide + ", " + name + ";\n";
            default ->
                type.bytes() == 8
                        ? "  mov.b64 " + wide + ", " + name + ";\n"
                        : "  cvt.u64.u" + 8 * Math.max(2, type.bytes()) + " " + wide + ", " + name + ";\n";
        };
    }

    /** Bits as this type's values are best read; all NaN are one. */
    String describe(long raw) {
        return switch (type) {
            case F32 -> {
                float value = Float.intBitsToFloat((int) raw);
                yield Float.isNaN(value) ? "NaN" : Float.toHexString(value);
            }
            case F64 -> {
                double value = Double.longBitsToDouble(raw);
                yield Double.isNaN(value) ? "NaN" : Double.toHexString(value);
            }
            default -> "0x" + Long.toHexString(raw);
        };
    }
}
