package dev.evenkeel.bench.peers;

import org.jspecify.annotations.Nullable;

/** A library that takes part. Those that are on the class path are found as services. */
public interface PeerLibrary {
    /** The name of its contenders: {@code libtorch}. */
    String candidate();

    /**
     * Loads it; called once, before anything else.
     *
     * @param threads how many it may use
     * @return its version, and what it found of the processor
     */
    String open(int threads);

    /** Gets ready for a problem; null if the library has no such operation. */
    @Nullable
    Contender prepare(Problem problem, Data data);
}
