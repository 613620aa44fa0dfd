package dev.evenkeel.internal.cpu.parallel;

/**
 * Long sums are cut into blocks, whose totals are then summed: the rounding error grows with the length of a block plus
 * the number of blocks, and no longer with the number of summands.
 */
final class Blocks {
    /** Elements of a block; also of the pieces in which a channel passes through the cache. */
    static final int LENGTH = 2048;

    private Blocks() {}

    /** End of the block that begins at {@code from}, of {@code n} elements in all. */
    static int end(int from, int n) {
        return Math.min(LENGTH, n - from) + from;
    }
}
