package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.isa.Type;
import java.util.List;

/** {@code atom} and {@code red}. Scopes and orders matter to the checker alone: memory here is in order. */
final class AtomicFamily implements Family {
    @Override
    public boolean assemble(Statement statement, Opcode opcode, Emitter out) {
        boolean result = opcode.base().equals("atom");
        if (!result && !opcode.base().equals("red")) {
            return false;
        }
        Type type = opcode.types().get(0);
        List<String> operations = opcode.modifiers().stream()
                .filter(name -> AtomicOperator.of(name, type) != null)
                .toList();
        AtomicOperator operator = operations.isEmpty() ? null : AtomicOperator.of(operations.get(0), type);
        if (operator == null) {
            throw out.unsupported();
        }
        int first = result ? 1 : 0;
        int[] values = new int[statement.operands().size() - first - 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = out.source(statement.operand(first + 1 + i), type);
        }
        Access access = new Access(
                statement, opcode.space(), Access.Kind.ATOMIC, type.bytes(), 1, Access.Strength.ofAtomic(opcode));
        int[] targets = result ? new int[] {out.target(statement.operand(0), type)} : new int[0];
        MemoryStep.AddressOperand address =
                MemoryFamily.operand(MemoryFamily.address(statement.operand(first), out), out);
        out.add(new AtomicStep(access, address, operator, Storage.of(type), values, targets));
        return true;
    }
}
