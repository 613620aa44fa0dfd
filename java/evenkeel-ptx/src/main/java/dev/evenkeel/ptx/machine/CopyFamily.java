package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Operand;
import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.isa.Type;
import java.util.ArrayList;
import java.util.List;

/** {@code cp.async} from global to shared memory, and what waits for it; not its bulk and mbarrier kin. */
final class CopyFamily implements Family {
    @Override
    public boolean assemble(Statement statement, Opcode opcode, Emitter out) {
        if (!opcode.base().equals("cp") || !opcode.has("async")) {
            return false;
        }
        if (opcode.has("commit_group")) {
            out.add(new CopyWaitStep(statement, true, CopyWaitStep.NO_WAIT));
        } else if (opcode.has("wait_all")) {
            out.add(new CopyWaitStep(statement, true, 0));
        } else if (opcode.has("wait_group")) {
            out.add(new CopyWaitStep(statement, false, number(statement.operand(0), out)));
        } else if ((opcode.has("ca") || opcode.has("cg")) && opcode.has("global")) {
            copy(statement, opcode, out);
        } else {
            throw out.unsupported();
        }
        return true;
    }

    private static void copy(Statement statement, Opcode opcode, Emitter out) {
        List<Operand> operands = new ArrayList<>(statement.operands());
        if (opcode.has("L2::cache_hint")) {
            operands.remove(operands.size() - 1);
        }
        int bytes = number(operands.get(2), out);
        boolean known = bytes == 16 || (opcode.has("ca") && (bytes == 4 || bytes == 8));
        if (!known || operands.size() > 4) {
            throw out.error("copy of " + bytes + " bytes");
        }
        MemoryStep.AddressOperand to = MemoryFamily.operand(MemoryFamily.address(operands.get(0), out), out);
        MemoryStep.AddressOperand from = MemoryFamily.operand(MemoryFamily.address(operands.get(1), out), out);
        int size = operands.size() < 4 ? -1 : size(operands.get(3), out);
        CopySourceStep[] bySize = new CopySourceStep[bytes];
        for (int i = 1; i <= bytes; i++) {
            int element = i < bytes ? 1 : Math.min(8, bytes);
            Access read = access(statement, StateSpace.GLOBAL, Access.Kind.LOAD, element, i / element);
            bySize[i - 1] = new CopySourceStep(read, from, bytes);
        }
        int element = Math.min(8, bytes);
        Access write = access(statement, StateSpace.SHARED, Access.Kind.COPY, element, bytes / element);
        out.add(new CopyStep(statement, bySize, new CopyTargetStep(write, to), size));
    }

    private static Access access(Statement statement, StateSpace space, Access.Kind kind, int bytes, int elements) {
        return new Access(statement, space, kind, bytes, elements, Access.Strength.WEAK);
    }

    /** The size of the source; a predicate there, which says to leave the source alone, is another instruction. */
    private static int size(Operand operand, Emitter out) {
        if (operand instanceof Operand.Register register && out.registers().type(out.named(register)) == Type.PRED) {
            throw out.unsupported();
        }
        return out.source(operand, Type.B32);
    }

    private static int number(Operand operand, Emitter out) {
        if (operand instanceof Operand.Whole whole) {
            return Math.toIntExact(whole.value());
        }
        throw out.error("expected a number");
    }
}
