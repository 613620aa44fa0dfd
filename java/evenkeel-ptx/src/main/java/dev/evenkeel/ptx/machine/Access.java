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
 * @param strength whether other threads may access the same bytes at the same time
 */
public record Access(
        Statement statement, StateSpace space, Kind kind, int elementBytes, int elements, Strength strength) {
    /** The two sorts of the memory model: races are between accesses that are not both strong. */
    public enum Strength {
        /** A plain access. */
        WEAK,
        /** Volatile, relaxed, acquire or release; and atomics. */
        STRONG;

        static Strength of(Opcode opcode) {
            boolean strong = opcode.has("volatile")
                    || opcode.has("relaxed")
                    || opcode.has("acquire")
                    || opcode.has("release")
                    || opcode.has("mmio");
            return strong ? STRONG : WEAK;
        }
    }

    /** The sorts of access. */
    public enum Kind {
        /** Reads. */
        LOAD,
        /** Writes. */
        STORE,
        /** Reads and writes in one go. */
        ATOMIC,
        /** Will write, some time before the thread that issued it has waited for it. */
        COPY
    }

    /** Bytes of the whole access. */
    public int bytes() {
        return elementBytes * elements;
    }

    /** Whether it gets what memory holds. */
    public boolean reads() {
        return kind == Kind.LOAD || kind == Kind.ATOMIC;
    }

    /** Whether it changes memory. */
    public boolean writes() {
        return kind != Kind.LOAD;
    }
}
