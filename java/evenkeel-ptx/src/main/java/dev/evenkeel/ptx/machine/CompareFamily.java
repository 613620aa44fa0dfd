package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Operand;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.isa.Type;
import java.util.List;

/** {@code setp} with a second result or a predicate to combine with, and {@code set}. */
final class CompareFamily implements Family {
    private static final List<String> COMBINATIONS = List.of("and", "or", "xor");

    @Override
    public boolean assemble(Statement statement, Opcode opcode, Emitter out) {
        return switch (opcode.base()) {
            case "setp" -> setp(statement, opcode, out);
            case "set" -> set(statement, opcode, out);
            default -> false;
        };
    }

    private static boolean setp(Statement statement, Opcode opcode, Emitter out) {
        Operand first = statement.operand(0);
        Operand second = null;
        if (first instanceof Operand.Pair pair) {
            first = pair.first();
            second = pair.second();
        }
        int holds = compare(statement, opcode, out);
        int fails = out.registers().temporary(Type.PRED);
        out.compute("not.pred", fails, holds);
        result(first, holds, statement, opcode, out);
        if (second != null) {
            result(second, fails, statement, opcode, out);
        }
        return true;
    }

    private static int compare(Statement statement, Opcode opcode, Emitter out) {
        List<Type> types = opcode.types();
        Type type = types.get(types.size() - 1);
        int holds = out.registers().temporary(Type.PRED);
        int a = flushed(out.source(statement.operand(1), type), type, opcode, out);
        int b = flushed(out.source(statement.operand(2), type), type, opcode, out);
        out.compute("setp." + opcode.modifiers().get(0) + "." + type.label(), holds, a, b);
        return holds;
    }

    private static int flushed(int source, Type type, Opcode opcode, Emitter out) {
        if (!opcode.has("ftz") || type != Type.F32) {
            return source;
        }
        int flushed = out.registers().temporary(Type.F32);
        out.compute(".flush.f32", flushed, source);
        return flushed;
    }

    private static void result(Operand target, int holds, Statement statement, Opcode opcode, Emitter out) {
        int register = out.target(target, Type.PRED);
        for (String combination : COMBINATIONS) {
            if (opcode.has(combination)) {
                out.compute(combination + ".pred", register, holds, out.source(statement.operand(3), Type.PRED));
                return;
            }
        }
        out.compute("mov.pred", register, holds);
    }

    /** All ones or 1.0 where the comparison holds. */
    private static boolean set(Statement statement, Opcode opcode, Emitter out) {
        Type to = opcode.types().get(0);
        if (statement.operands().size() != 3 || to.bytes() != 4) {
            return false;
        }
        int holds = compare(statement, opcode, out);
        boolean single = to == Type.F32;
        int yes = single
                ? out.registers().constant(Type.F32, Float.floatToRawIntBits(1))
                : out.registers().constant(Type.B32, -1);
        int no = out.registers().constant(to, 0);
        out.compute(single ? "selp.f32" : "selp.b32", out.target(statement.operand(0), to), yes, no, holds);
        return true;
    }
}
