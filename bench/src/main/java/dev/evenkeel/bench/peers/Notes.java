package dev.evenkeel.bench.peers;

/** What readers of a report must know. */
final class Notes {
    static final String TEXT = "Medians of one process, taken in turns; float32. `copy` moves the fewest bytes that an "
            + "operation can: x is copied, or x and dy are added. `over`: the best peer's time over Evenkeel's, "
            + "so above 1 Evenkeel is faster; `of copy`: the copy's time over Evenkeel's. DJL and DL4J run in "
            + "processes of their own and are not among the best peers. Every result is checked against float64 before "
            + "it is timed. "
            + "Where others load the processors, figures of 2 threads mean little: OpenMP's threads wait for one "
            + "another.";

    private Notes() {}
}
