package dev.evenkeel.internal.cpu.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;

/** Arrays of one type that nobody uses at the moment, by length. Safe for any number of threads. */
final class ArrayPool<A> {
    /** Elements of the shortest arrays: several lines of the cache, so that no two threads share one. */
    private static final int SHORTEST = 1 << 8;
    /** Longer arrays than this are not kept. */
    private static final int LONGEST = 1 << 20;
    /** Arrays of one length that are kept at most, and elements of all of them. */
    private static final int MOST = 64;

    private static final int MOST_ELEMENTS = 1 << 21;

    private final IntFunction<A> allocate;
    private final List<Deque<A>> byLength = new ArrayList<>();

    ArrayPool(IntFunction<A> allocate) {
        this.allocate = allocate;
        for (int length = SHORTEST; length <= LONGEST; length *= 2) {
            byLength.add(new ArrayDeque<>());
        }
    }

    /** An array of at least {@code n} elements, of any value. */
    A take(int n) {
        if (n > LONGEST) {
            return allocate.apply(n);
        }
        Deque<A> kept = kept(n);
        synchronized (kept) {
            if (!kept.isEmpty()) {
                return kept.removeLast();
            }
        }
        return allocate.apply(length(n));
    }

    /** Takes back an array of {@code length} elements that {@link #take} gave. */
    void give(A array, int length) {
        if (length > LONGEST) {
            return;
        }
        Deque<A> kept = kept(length);
        synchronized (kept) {
            if (kept.size() < Math.min(MOST, MOST_ELEMENTS / length)) {
                kept.addLast(array);
            }
        }
    }

    private Deque<A> kept(int n) {
        return byLength.get(Integer.numberOfTrailingZeros(length(n)) - Integer.numberOfTrailingZeros(SHORTEST));
    }

    /** The power of two that is not below {@code n}. */
    private static int length(int n) {
        return n <= SHORTEST ? SHORTEST : Integer.highestOneBit(n - 1) << 1;
    }
}
