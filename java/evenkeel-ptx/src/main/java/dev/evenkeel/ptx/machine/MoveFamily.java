package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Operand;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.isa.Type;
import java.util.List;

/** {@code mov}, between registers and in and out of parts of them, and the address conversions, which are moves here. */
final class MoveFamily implements Family {
    @Override
    public boolean assemble(Statement statement, Opcode opcode, Emitter out) {
        if (opcode.base().equals("cvta")) {
            out.compute(
                    "mov.b64", out.target(statement.operand(0), Type.B64), out.source(statement.operand(1), Type.B64));
            return true;
        }
        if (!opcode.base().equals("mov") || opcode.types().size() != 1) {
            return false;
        }
        Type type = opcode.types().get(0);
        Operand target = statement.operand(0);
        Operand source = statement.operand(1);
        if (source instanceof Operand.Vector parts) {
            pack(target, parts.elements(), type, out);
        } else if (target instanceof Operand.Vector parts) {
            unpack(parts.elements(), source, type, out);
        } else {
            Type moved = bits(target, type, out);
            out.compute("mov." + moved.label(), out.target(target, moved), out.source(source, moved));
        }
        return true;
    }

    /** A move of bits goes by the register's own storage: no detour if both ends have it. */
    private static Type bits(Operand target, Type type, Emitter out) {
        if (target instanceof Operand.Register register) {
            Type declared = out.registers().type(out.named(register));
            if (declared == Type.F32 && type == Type.B32) {
                return Type.F32;
            }
            if (declared == Type.F64 && type == Type.B64) {
                return Type.F64;
            }
        }
        return type;
    }

    private static void pack(Operand target, List<Operand> parts, Type type, Emitter out) {
        if (parts.size() == 2 && type.bytes() == 4) {
            int packed = out.target(target, Type.B32);
            out.compute(".pack.b32", packed, out.source(parts.get(0), Type.B16), out.source(parts.get(1), Type.B16));
        } else if (parts.size() == 2 && type.bytes() == 8) {
            int packed = out.target(target, Type.B64);
            out.compute(".pack.b64", packed, out.source(parts.get(0), Type.B32), out.source(parts.get(1), Type.B32));
        } else if (parts.size() == 4 && type.bytes() == 8) {
            int low = out.registers().temporary(Type.B32);
            int high = out.registers().temporary(Type.B32);
            out.compute(".pack.b32", low, out.source(parts.get(0), Type.B16), out.source(parts.get(1), Type.B16));
            out.compute(".pack.b32", high, out.source(parts.get(2), Type.B16), out.source(parts.get(3), Type.B16));
            out.compute(".pack.b64", out.target(target, Type.B64), low, high);
        } else {
            throw out.unsupported();
        }
    }

    private static void unpack(List<Operand> parts, Operand source, Type type, Emitter out) {
        if (parts.size() == 2 && type.bytes() == 4) {
            halves(parts, out.source(source, Type.B32), "b16", Type.B16, out);
        } else if (parts.size() == 2 && type.bytes() == 8) {
            halves(parts, out.source(source, Type.B64), "b32", Type.B32, out);
        } else if (parts.size() == 4 && type.bytes() == 8) {
            int wide = out.source(source, Type.B64);
            int low = out.registers().temporary(Type.B32);
            int high = out.registers().temporary(Type.B32);
            out.compute(".low.b32", low, wide);
            out.compute(".high.b32", high, wide);
            halves(parts.subList(0, 2), low, "b16", Type.B16, out);
            halves(parts.subList(2, 4), high, "b16", Type.B16, out);
        } else {
            throw out.unsupported();
        }
    }

    /** The source is copied first: one of the parts may be the register that is taken apart. */
    private static void halves(List<Operand> parts, int whole, String width, Type part, Emitter out) {
        int low = out.target(parts.get(0), part);
        int high = out.target(parts.get(1), part);
        int spare = out.registers().temporary(part);
        out.compute(".high." + width, spare, whole);
        out.compute(".low." + width, low, whole);
        out.compute("mov." + width, high, spare);
    }
}
