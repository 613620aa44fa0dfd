package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Loops;

/**
 * What operations run with.
 *
 * @param threads who runs chunks of work
 * @param loops what runs in them
 */
public record Execution(ParallelChunks threads, Loops loops) {
    /** Runs every chunk of items that have {@code elementsEach} elements; the first failure is thrown. */
    public void run(Split split, long elementsEach, ParallelChunks.Chunk chunk) {
        threads.run(split, elementsEach, chunk);
    }
}
