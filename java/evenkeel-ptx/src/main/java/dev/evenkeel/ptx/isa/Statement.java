package dev.evenkeel.ptx.isa;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One instruction as written.
 *
 * @param line line in the PTX file, from 1
 * @param guard the predicate register that must hold, or null
 * @param negated whether the guard must not hold instead
 * @param opcode the whole dotted word, {@code ld.global.nc.v4.f32}
 * @param operands in the order written
 */
public record Statement(
        int line, Operand.@Nullable Register guard, boolean negated, String opcode, List<Operand> operands) {

    /** The operand at this position. */
    public Operand operand(int index) {
        return operands.get(index);
    }

    /** The instruction in PTX's own notation. */
    @Override
    public String toString() {
        String prefix = guard == null ? "" : "@" + (negated ? "!" : "") + guard + " ";
        String list = operands.stream().map(Operand::toString).collect(Collectors.joining(", "));
        return prefix + opcode + (list.isEmpty() ? "" : " " + list);
    }
}
