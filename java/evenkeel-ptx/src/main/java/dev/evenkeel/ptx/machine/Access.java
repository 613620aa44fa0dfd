package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.isa.Statement;

/**
 * What a memory instruction does at each lane's address.
 *
 * @param statement the instruction
 * @param space where it goes
 * @param kind what it does there
 * @param elementBytes bytes of one element
 * @param elements elements of a vector access, else 1
 */
public record Access(Statement statement, StateSpace space, Kind kind, int elementBytes, int elements) {
    /** The sorts of access. */
    public enum Kind {
        /** Reads. */
        LOAD,
        /** Writes. */
        STORE,
        /** Reads and writes in one go. */
        ATOMIC
    }

    /** Bytes of the whole access. */
    public int bytes() {
        return elementBytes * elements;
    }

    /** Whether it changes memory. */
    public boolean writes() {
        return kind != Kind.LOAD;
    }
}
