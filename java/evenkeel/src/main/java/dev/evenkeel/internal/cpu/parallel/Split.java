package dev.evenkeel.internal.cpu.parallel;

/**
 * Items cut into chunks of equal size, the last one perhaps shorter. It depends on the shape of the work alone, never
 * on the number of threads, so that results don't either.
 *
 * @param items number of items
 * @param size items in a chunk
 */
public record Split(int items, int size) {
    /** Elements that a chunk should have at least: few enough to stay in a core's cache, many enough to hand over. */
    private static final long ELEMENTS = 1 << 16;

    /** Chunks of items that have {@code elementsEach} elements. */
    public static Split of(long items, long elementsEach) {
        return of(items, elementsEach, Integer.MAX_VALUE);
    }

    /** As {@link #of(long, long)}, but no more than {@code atMost} chunks. */
    public static Split of(long items, long elementsEach, long atMost) {
        long enough = Math.max(1, ELEMENTS / Math.max(1, elementsEach));
        long most = Math.max(1, atMost);
        long few = items / most + (items % most == 0 ? 0 : 1);
        return new Split((int) items, (int) Math.max(1, Math.min(items, Math.max(enough, few))));
    }

    /** Number of chunks. */
    public int chunks() {
        return items / size + (items % size == 0 ? 0 : 1);
    }

    /** First item of a chunk. */
    public int first(int chunk) {
        return chunk * size;
    }

    /** The item after the last one of a chunk. */
    public int end(int chunk) {
        return Math.min(size, items - first(chunk)) + first(chunk);
    }
}
