package dev.evenkeel.ptx.driver;

/**
 * How a virtual GPU behaves.
 *
 * @param computeCapability the architecture that it is, without the point: 80
 * @param check whether launches are watched
 * @param seed of the order in which blocks and warps go; 0 is the plain order
 * @param memory bytes that it has
 */
public record VirtualSettings(int computeCapability, Checks check, long seed, long memory) {
    /** What becomes of what a kernel does wrong. */
    public enum Checks {
        /** Nothing is looked for, but accesses outside of all memory, which end a launch anyway. */
        OFF,
        /** Findings are kept for whoever asks. */
        COLLECT,
        /** A launch with findings fails. */
        FAIL
    }

    private static final String PREFIX = "evenkeel.ptx.";

    /**
     * What the system properties say: {@code evenkeel.ptx.check} ({@code true} or {@code false}, the default) and
     * {@code evenkeel.ptx.seed} (default 0). Memory is what the JVM may take at most.
     */
    public static VirtualSettings ofThisProcess(int computeCapability) {
        return new VirtualSettings(
                computeCapability,
                Boolean.getBoolean(PREFIX + "check") ? Checks.FAIL : Checks.OFF,
                Long.getLong(PREFIX + "seed", 0),
                Runtime.getRuntime().maxMemory());
    }
}
