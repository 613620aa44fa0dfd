package dev.evenkeel.ptx.machine;

/** Ends a launch: what the hardware would stop a kernel for. */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The sorts of fault, with the driver's result for each. */
    public enum Kind {
        /** Outside of every allocation, or in freed memory. */
        ILLEGAL_ADDRESS(700, "CUDA_ERROR_ILLEGAL_ADDRESS"),
        /** Not a multiple of the access's size. */
        MISALIGNED_ADDRESS(716, "CUDA_ERROR_MISALIGNED_ADDRESS"),
        /** {@code trap}. */
        TRAP(719, "CUDA_ERROR_LAUNCH_FAILED"),
        /** Threads that wait for each other for ever. */
        DEADLOCK(702, "CUDA_ERROR_LAUNCH_TIMEOUT");

        private final int code;
        private final String codeName;

        Kind(int code, String codeName) {
            this.code = code;
            this.codeName = codeName;
        }

        /** The driver's result. */
        public int code() {
            return code;
        }

        /** Its symbolic name. */
        public String codeName() {
            return codeName;
        }
    }

    private final Kind kind;
    private final int line;
    private final boolean freed;

    /**
     * @param kind what it was
     * @param line line in the PTX
     * @param freed whether the address lies in memory that was given back
     * @param where kernel, line, instruction, thread and address
     */
    public Fault(Kind kind, int line, boolean freed, String where) {
        super(where);
        this.kind = kind;
        this.line = line;
        this.freed = freed;
    }

    /** Line in the PTX. */
    public int line() {
        return line;
    }

    /** Whether the address lies in memory that was given back. */
    public boolean freed() {
        return freed;
    }

    /** What it was. */
    public Kind kind() {
        return kind;
    }
}
