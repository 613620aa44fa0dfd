package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Operand;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.isa.Type;
import java.util.Locale;
import java.util.function.IntBinaryOperator;

/** Instructions of the lanes of a warp together. */
final class WarpFamily implements Family {
    @Override
    public boolean assemble(Statement statement, Opcode opcode, Emitter out) {
        switch (opcode.base()) {
            case "shfl" -> shuffle(statement, opcode, out);
            case "vote" -> vote(statement, opcode, out);
            case "redux" -> redux(statement, opcode, out);
            case "activemask" -> out.add(new ActiveMaskStep(statement, out.target(statement.operand(0), Type.B32)));
            case "bar" -> {
                if (!opcode.has("warp")) {
                    return false;
                }
                out.add(new WarpBarrierStep(statement, out.source(statement.operand(0), Type.B32)));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void shuffle(Statement statement, Opcode opcode, Emitter out) {
        if (!opcode.has("sync") || statement.operands().size() != 5) {
            throw out.unsupported();
        }
        Operand target = statement.operand(0);
        int predicate = -1;
        if (target instanceof Operand.Pair pair) {
            target = pair.first();
            predicate = out.target(pair.second(), Type.PRED);
        }
        ShuffleStep.Mode mode =
                ShuffleStep.Mode.valueOf(opcode.modifiers().get(1).toUpperCase(Locale.ROOT));
        out.add(new ShuffleStep(
                statement,
                mode,
                out.target(target, Type.B32),
                predicate,
                out.source(statement.operand(1), Type.B32),
                out.source(statement.operand(2), Type.B32),
                out.source(statement.operand(3), Type.B32),
                out.source(statement.operand(4), Type.B32)));
    }

    private static void vote(Statement statement, Opcode opcode, Emitter out) {
        if (!opcode.has("sync")) {
            throw out.unsupported();
        }
        VoteStep.Mode mode = VoteStep.Mode.valueOf(opcode.modifiers().get(1).toUpperCase(Locale.ROOT));
        Type type = mode == VoteStep.Mode.BALLOT ? Type.B32 : Type.PRED;
        Operand voted = statement.operand(1);
        boolean negated = voted instanceof Operand.Negated;
        int predicate = voted instanceof Operand.Negated not ? out.named(not.register()) : out.source(voted, Type.PRED);
        out.add(new VoteStep(
                statement,
                mode,
                out.target(statement.operand(0), type),
                predicate,
                negated,
                out.source(statement.operand(2), Type.B32)));
    }

    private static void redux(Statement statement, Opcode opcode, Emitter out) {
        boolean signed = opcode.types().get(0) == Type.S32;
        IntBinaryOperator operator = switch (opcode.modifiers().get(1)) {
            case "add" -> Integer::sum;
            case "and" -> (a, b) -> a & b;
            case "or" -> (a, b) -> a | b;
            case "xor" -> (a, b) -> a ^ b;
            case "min" -> signed ? Math::min : (a, b) -> Integer.compareUnsigned(a, b) <= 0 ? a : b;
            case "max" -> signed ? Math::max : (a, b) -> Integer.compareUnsigned(a, b) >= 0 ? a : b;
            default -> throw out.unsupported();
        };
        out.add(new ReduxStep(
                statement,
                operator,
                out.target(statement.operand(0), Type.B32),
                out.source(statement.operand(1), Type.B32),
                out.source(statement.operand(2), Type.B32)));
    }
}
