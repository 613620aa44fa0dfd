package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Forms;
import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Operand;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.isa.Type;
import java.util.List;
import java.util.Set;

/** {@code cvt}. What has no form of its own goes through 64-bit integers, or binary64, in several steps. */
final class ConversionFamily implements Family {
    private static final Set<Type> FLOATS = Set.of(Type.F16, Type.BF16, Type.F32, Type.F64, Type.F16X2, Type.BF16X2);

    @Override
    public boolean assemble(Statement statement, Opcode opcode, Emitter out) {
        List<Type> types = opcode.types();
        if (!opcode.base().equals("cvt") || types.size() != 2) {
            return false;
        }
        Type to = types.get(0);
        Type from = types.get(1);
        if (statement.operands().size() == 3) {
            int a = out.source(statement.operand(1), from);
            int b = out.source(statement.operand(2), from);
            out.compute(form(opcode, to, from), out.target(statement.operand(0), to), a, b);
            return true;
        }
        Conversion conversion = new Conversion(opcode, to, from, out);
        conversion.emit(statement.operand(0), statement.operand(1));
        return true;
    }

    private static String form(Opcode opcode, Type to, Type from) {
        String rounding = rounding(opcode, "");
        return "cvt." + (rounding.isEmpty() ? "" : rounding + ".") + to.label() + "." + from.label();
    }

    private static String rounding(Opcode opcode, String fallback) {
        for (String mode : List.of("rn", "rz", "rm", "rp", "rni", "rzi", "rmi", "rpi")) {
            if (opcode.has(mode)) {
                return mode;
            }
        }
        return fallback;
    }

    private record Conversion(Opcode opcode, Type to, Type from, Emitter out) {
        void emit(Operand target, Operand operand) {
            int source = flushed(out.source(operand, from), from);
            int result = out.target(target, to);
            String direct = form(opcode, to, from);
            if (!opcode.has("sat") && Forms.of(direct) != null) {
                out.compute(direct, result, source);
            } else if (FLOATS.contains(from) && FLOATS.contains(to)) {
                floatToFloat(result, source);
            } else if (FLOATS.contains(from)) {
                floatToInteger(result, source);
            } else if (FLOATS.contains(to)) {
                integerToFloat(result, source);
            } else {
                integerToInteger(result, source);
            }
            if (opcode.has("ftz") && to == Type.F32) {
                out.compute(".flush.f32", result, result);
            }
        }

        private int flushed(int source, Type type) {
            if (!opcode.has("ftz") || type != Type.F32) {
                return source;
            }
            int flushed = out.registers().temporary(Type.F32);
            out.compute(".flush.f32", flushed, source);
            return flushed;
        }

        private void floatToFloat(int result, int source) {
            if (from != to || (from != Type.F32 && from != Type.F64)) {
                throw out.unsupported();
            }
            String rounding = rounding(opcode, "");
            out.compute(
                    rounding.endsWith("i") ? ".round." + rounding + "." + to.label() : "mov." + to.label(),
                    result,
                    source);
            if (opcode.has("sat")) {
                if (to != Type.F32) {
                    throw out.unsupported();
                }
                out.compute(".saturate.f32", result, result);
            }
        }

        private void floatToInteger(int result, int source) {
            Type wide = from == Type.F64 ? Type.F64 : Type.F32;
            int value = source;
            if (from != wide) {
                value = out.registers().temporary(wide);
                out.compute("cvt.f32." + from.label(), value, source);
            }
            int rounded = out.registers().temporary(wide);
            out.compute(".round." + rounding(opcode, "rzi") + "." + wide.label(), rounded, value);
            int whole = out.registers().temporary(Type.B64);
            out.compute(".whole." + (to == Type.U64 ? "u64." : "s64.") + wide.label(), whole, rounded);
            narrow(result, whole, to.bytes() < 8);
        }

        private void integerToFloat(int result, int source) {
            int wide = out.registers().temporary(Type.B64);
            out.compute(".widen." + from.label(), wide, source);
            String rounding = rounding(opcode, "rn");
            String sign = from == Type.U64 && rounding.equals("rn") ? "u64" : "s64";
            Type through = to == Type.F16 || to == Type.BF16 ? Type.F32 : to;
            int value = through == to ? result : out.registers().temporary(through);
            out.compute(".float." + rounding + "." + sign + "." + through.label(), value, wide);
            if (through != to) {
                out.compute("cvt.rn." + to.label() + ".f32", result, value);
            }
        }

        private void integerToInteger(int result, int source) {
            int wide = out.registers().temporary(Type.B64);
            out.compute(".widen." + from.label(), wide, source);
            narrow(result, wide, opcode.has("sat"));
        }

        private void narrow(int result, int wide, boolean clamp) {
            int value = wide;
            if (clamp) {
                value = out.registers().temporary(Type.B64);
                out.compute(".clamp." + to.label(), value, wide);
            }
            if (out.registers().storage(result) == Storage.LONG) {
                out.compute("mov.b64", result, value);
            } else {
                out.compute(".narrow." + to.label(), result, value);
            }
        }
    }
}
