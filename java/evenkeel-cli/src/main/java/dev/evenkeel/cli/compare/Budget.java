package dev.evenkeel.cli.compare;

/**
 * Shares out the time of a quick run: each row gets a fixed time for its samples, less when the run would take too
 * long. A full run gives every row its time, however long that takes.
 */
final class Budget {
    private static final double QUICK_ROW_SECONDS = 0.25;
    private static final double QUICK_SECONDS = 40;
    private static final double FULL_ROW_SECONDS = 2;

    private final boolean full;
    private final long start = System.nanoTime();

    Budget(boolean full) {
        this.full = full;
    }

    /** Nanoseconds for the samples of the next row, when {@code left} rows are still to come, that one included. */
    long nextRowNanos(int left) {
        if (full) {
            return (long) (FULL_ROW_SECONDS * 1e9);
        }
        // half of what is left goes to data, references and the first run
        double share = (QUICK_SECONDS - seconds()) / left / 2;
        return (long) (Math.max(0, Math.min(QUICK_ROW_SECONDS, share)) * 1e9);
    }

    /** Seconds since the start. */
    double seconds() {
        return (System.nanoTime() - start) * 1e-9;
    }
}
