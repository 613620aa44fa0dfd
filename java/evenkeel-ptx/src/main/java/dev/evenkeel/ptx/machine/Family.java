package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Statement;

/** Instructions that are assembled alike. */
@FunctionalInterface
interface Family {
    /**
     * Emits the steps of an instruction.
     *
     * @return false if it is not of this family; then nothing was emitted
     */
    boolean assemble(Statement statement, Opcode opcode, Emitter out);
}
