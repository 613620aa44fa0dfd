package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.HeapBuffer;

/** A copy of memory, by all threads. */
public final class ParallelCopy {
    private ParallelCopy() {}

    /** Copies all elements; counts and types are equal. */
    public static void run(HeapBuffer source, HeapBuffer target, Execution execution) {
        Object from = source.array();
        Object to = target.array();
        execution.run(
                Split.of(source.count(), 1),
                1,
                (chunk, first, end) -> System.arraycopy(from, first, to, first, end - first));
    }
}
