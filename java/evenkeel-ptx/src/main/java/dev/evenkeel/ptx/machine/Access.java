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
        /** Volatile or relaxed, and atomics that don't say more. */
        STRONG,
        /** Strong, and what it reads orders what comes after it. */
        ACQUIRE,
        /** Strong, and what it writes tells of all that came before it. */
        RELEASE,
        /** Both. */
        ACQUIRE_RELEASE;

        static Strength of(Opcode opcode) {
            boolean strong = opcode.has("volatile") || opcode.has("relaxed") || opcode.has("mmio");
            Strength ordered = ofAtomic(opcode);
            return ordered != STRONG
                    ? ordered
                    : strong || opcode.has("acquire") || opcode.has("release") ? STRONG : WEAK;
        }

        /** An order that holds in the block only is none: its barriers are what the checker goes by. */
        static Strength ofAtomic(Opcode opcode) {
            if (opcode.has("cta")) {
                return STRONG;
            }
            return opcode.has("acq_rel")
                    ? ACQUIRE_RELEASE
                    : opcode.has("acquire") ? ACQUIRE : opcode.has("release") ? RELEASE : STRONG;
        }

        /** Whether it orders what comes after it. */
        public boolean acquires() {
            return this == ACQUIRE || this == ACQUIRE_RELEASE;
        }

        /** Whether it tells of what came before it. */
        public boolean releases() {
            return this == RELEASE || this == ACQUIRE_RELEASE;
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
