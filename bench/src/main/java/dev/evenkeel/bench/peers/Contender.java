package dev.evenkeel.bench.peers;

import java.util.Map;

/** One who computes a problem, with everything in place. */
public interface Contender extends AutoCloseable {
    /** One call: what is timed. */
    void run();

    /** One call, and copies of what it gave, by the names of {@link Reference#outputs}. */
    Map<String, float[]> outputs();

    /** Gives memory back that is not the garbage collector's. */
    @Override
    default void close() {}
}
