package dev.evenkeel.bench.gpu;

import java.util.Locale;

/** What the device's second-level cache holds when a call begins. */
enum Cache {
    /** Other data than the call's: each call stands alone, after a copy of more bytes than the cache has. */
    COLD,
    /** What the same call left there: calls follow each other. */
    WARM;

    /** Calls of a warm sample, after one that is not timed. */
    static final int WARM_CALLS = 10;

    /** {@code cold} */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
