package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Operand;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.isa.Type;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Instructions that end a basic block: branches, returns, barriers of the block. */
final class ExitFamily {
    private static final Set<String> ENDS = Set.of("bra", "ret", "exit", "trap", "brkpt");

    private final Map<String, Integer> labels;

    ExitFamily(Map<String, Integer> labels) {
        this.labels = labels;
    }

    /** Whether an instruction is one of these. */
    static boolean contains(Statement statement) {
        Opcode opcode = Opcode.of(statement.opcode());
        boolean barrier = opcode.base().equals("bar") || opcode.base().equals("barrier");
        return ENDS.contains(opcode.base()) || (barrier && !opcode.has("warp") && !opcode.has("cluster"));
    }

    /** Where a branch goes, as a position in the kernel's body. */
    int target(Statement branch, Emitter out) {
        Integer target = branch.operand(0) instanceof Operand.Symbol label ? labels.get(label.name()) : null;
        if (target == null) {
            throw out.error("unknown label");
        }
        return target;
    }

    /**
     * The exit that an instruction is, its guard left aside but for branches. Steps that fetch its operands go to
     * {@code out}.
     *
     * @param blockOf the basic block that starts at a position of the body
     */
    Exit exit(Statement statement, int position, IntUnaryOperator blockOf, Emitter out) {
        Opcode opcode = Opcode.of(statement.opcode());
        return switch (opcode.base()) {
            case "bra" -> branch(statement, position, blockOf, out);
            case "ret", "exit" -> new Exit.Return();
            case "trap", "brkpt" -> new Exit.Trap(statement);
            default -> barrier(statement, opcode, blockOf.applyAsInt(position + 1), out);
        };
    }

    private Exit branch(Statement statement, int position, IntUnaryOperator blockOf, Emitter out) {
        int target = blockOf.applyAsInt(target(statement, out));
        Operand.Register guard = statement.guard();
        return guard == null
                ? new Exit.Jump(target)
                : new Exit.Branch(
                        statement, out.named(guard), statement.negated(), target, blockOf.applyAsInt(position + 1));
    }

    private static Exit barrier(Statement statement, Opcode opcode, int next, Emitter out) {
        boolean reduces = opcode.has("red");
        boolean arrives = opcode.has("arrive");
        if (!reduces && !arrives && !opcode.has("sync")) {
            throw out.unsupported();
        }
        int first = reduces ? 1 : 0;
        int count = statement.operands().size() - first - (reduces ? 1 : 0);
        int barrier = out.source(statement.operand(first), Type.B32);
        int threads = count > 1 ? out.source(statement.operand(first + 1), Type.B32) : -1;
        int predicate = -1;
        boolean negated = false;
        int result = -1;
        Exit.BlockBarrier.Reduction reduction = Exit.BlockBarrier.Reduction.NONE;
        if (reduces) {
            Operand last = statement.operand(statement.operands().size() - 1);
            negated = last instanceof Operand.Negated;
            predicate = last instanceof Operand.Negated not ? out.named(not.register()) : out.source(last, Type.PRED);
            result = out.target(statement.operand(0), Type.B32);
            reduction = reduction(opcode);
        }
        boolean aligned = opcode.base().equals("bar") || opcode.has("aligned");
        Exit.BlockBarrier.Operands operands =
                new Exit.BlockBarrier.Operands(barrier, threads, predicate, result, negated);
        return new Exit.BlockBarrier(statement, operands, aligned, !arrives, reduction, next);
    }

    private static Exit.BlockBarrier.Reduction reduction(Opcode opcode) {
        return opcode.has("and")
                ? Exit.BlockBarrier.Reduction.AND
                : opcode.has("or") ? Exit.BlockBarrier.Reduction.OR : Exit.BlockBarrier.Reduction.POPC;
    }
}
