package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.isa.Type;

/** Computing instructions of four operands: {@code bfi} and {@code lop3}. */
final class WideFamily implements Family {
    @Override
    public boolean assemble(Statement statement, Opcode opcode, Emitter out) {
        switch (opcode.base()) {
            case "bfi" -> insert(statement, opcode, out);
            case "lop3" -> logic(statement, out);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void insert(Statement statement, Opcode opcode, Emitter out) {
        Type type = opcode.types().get(0);
        int target = out.target(statement.operand(0), type);
        int[] sources = {
            out.source(statement.operand(1), type),
            out.source(statement.operand(2), type),
            out.source(statement.operand(3), Type.B32),
            out.source(statement.operand(4), Type.B32)
        };
        out.add(new InsertStep(statement, target, sources));
    }

    /** The table's bit for each combination of a, b and c is built up from whole words. */
    private static void logic(Statement statement, Emitter out) {
        int target = out.target(statement.operand(0), Type.B32);
        int[] sources = new int[4];
        for (int i = 0; i < 4; i++) {
            sources[i] = out.source(statement.operand(i + 1), Type.B32);
        }
        out.add(new LogicStep(statement, target, sources));
    }

    /** {@code bfi}. */
    private static final class InsertStep extends Step {
        InsertStep(Statement statement, int target, int[] sources) {
            super(statement, sources, target);
        }

        @Override
        void execute(Warp warp) {
            Object target = warp.register(targets[0]);
            int[] positions = warp.register(sources[2]);
            int[] lengths = warp.register(sources[3]);
            for (int rest = warp.active; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                long value = Lanes.bits(warp.register(sources[0]), i);
                long into = Lanes.bits(warp.register(sources[1]), i);
                Lanes.set(target, i, BitFields.insert(value, into, positions[i], lengths[i]));
            }
        }
    }

    /** {@code lop3}. */
    private static final class LogicStep extends Step {
        LogicStep(Statement statement, int target, int[] sources) {
            super(statement, sources, target);
        }

        @Override
        void execute(Warp warp) {
            int[] d = warp.scratch(Storage.WORD);
            int[] a = warp.register(sources[0]);
            int[] b = warp.register(sources[1]);
            int[] c = warp.register(sources[2]);
            int[] table = warp.register(sources[3]);
            for (int i = 0; i < Storage.LANES; i++) {
                d[i] = BitFields.logic(a[i], b[i], c[i], table[i]);
            }
            Storage.WORD.blend(d, warp.register(targets[0]), warp.active);
        }
    }
}
