package dev.evenkeel.ptx.check;

/**
 * Something that a kernel does wrong.
 *
 * @param kind what it is
 * @param kernel the kernel's name
 * @param line line in the PTX
 * @param message all of it: address, allocation, kernel, line, instruction and thread
 */
public record Finding(Kind kind, String kernel, int line, String message) {
    /** The sorts of finding. */
    public enum Kind {
        /** An access outside of all memory. */
        OUT_OF_BOUNDS,
        /** An access to memory that was given back. */
        USE_AFTER_FREE,
        /** An address that is no multiple of the access's size. */
        MISALIGNED,
        /** Global memory is read that nobody wrote. */
        NEVER_WRITTEN,
        /** A value that comes from nowhere decides something: an address, a branch, what is stored. */
        UNDEFINED,
        /** Shared memory is touched that an asynchronous copy still writes: its thread has not waited for it. */
        UNFINISHED_COPY,
        /** Two threads touch the same bytes with no order between them, and one of them writes. */
        RACE,
        /** Not all threads come to a barrier. */
        DIVERGENT_BARRIER,
        /** A shuffle, vote or warp barrier whose member mask is not the lanes that execute it. */
        WRONG_MEMBERS,
        /** Threads wait for each other for ever. */
        DEADLOCK,
        /** {@code trap}. */
        TRAP,
        /** Memory was not freed when the device was closed. */
        LEAK
    }

    @Override
    public String toString() {
        return kind + ": " + message;
    }
}
