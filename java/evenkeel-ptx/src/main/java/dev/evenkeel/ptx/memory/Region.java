package dev.evenkeel.ptx.memory;

import dev.evenkeel.ptx.isa.StateSpace;
import org.jspecify.annotations.Nullable;

/**
 * A run of memory with one owner: an allocation, a block's shared memory, a warp's local memory, a launch's parameters.
 * Addresses count in the owner's state space. Memory beyond 1 GiB lies in several arrays; none of them is straddled by
 * an aligned access.
 */
public final class Region {
    private static final int CHUNK_BITS = 30;
    private static final long CHUNK_MASK = (1L << CHUNK_BITS) - 1;

    private final StateSpace space;
    private final String name;
    private final long base;
    private final long size;
    private byte[][] chunks;
    private final @Nullable Shadow shadow;
    private final @Nullable Layout layout;
    private boolean freed;

    /**
     * @param space which space it belongs to
     * @param name for reports
     * @param base address of the first byte
     * @param size bytes
     * @param shadow what the checker knows of the bytes, or null if nothing is checked
     */
    public Region(StateSpace space, String name, long base, long size, @Nullable Shadow shadow) {
        this(space, name, base, size, shadow, null);
    }

    /** As above, made of variables with holes between them. */
    public Region(
            StateSpace space, String name, long base, long size, @Nullable Shadow shadow, @Nullable Layout layout) {
        this.layout = layout;
        this.space = space;
        this.name = name;
        this.base = base;
        this.size = size;
        this.shadow = shadow;
        this.chunks = new byte[(int) ((size + CHUNK_MASK) >>> CHUNK_BITS)][];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = new byte[(int) Math.min(size - ((long) i << CHUNK_BITS), 1L << CHUNK_BITS)];
        }
    }

    /** Which space it belongs to. */
    public StateSpace space() {
        return space;
    }

    /** What it is called in reports. */
    public String name() {
        return name;
    }

    /** Address of the first byte. */
    public long base() {
        return base;
    }

    /** Bytes. */
    public long size() {
        return size;
    }

    /** What the checker knows of the bytes, or null. */
    @Nullable
    public Shadow shadow() {
        return shadow;
    }

    /** Whether it was given back. */
    public boolean freed() {
        return freed;
    }

    /** Gives the memory back; the name and the place are kept for reports. */
    public void free() {
        freed = true;
        chunks = new byte[0][];
        if (shadow != null) {
            shadow.free();
        }
    }

    /** Whether these bytes lie inside. */
    public boolean contains(long address, long bytes) {
        long offset = address - base;
        return offset >= 0 && offset <= size - bytes && !freed && (layout == null || layout.contains(offset, bytes));
    }

    /** The array that holds the byte at {@code address}. */
    public byte[] chunk(long address) {
        return chunks[(int) (address - base >>> CHUNK_BITS)];
    }

    /** Its index in {@link #chunk}. */
    public int index(long address) {
        return (int) (address - base & CHUNK_MASK);
    }

    /** Whether two addresses lie in the same array. */
    public boolean sameChunk(long address, long other) {
        return (address - base ^ other - base) >>> CHUNK_BITS == 0;
    }

    /** Where {@code address} lies, in words. */
    public String describe(long address) {
        String where;
        if (address < base) {
            where = base - address + " bytes before";
        } else if (address >= base + size) {
            where = address - base - size + " bytes after the end of";
        } else {
            where = "byte " + (address - base) + " of";
        }
        String variable = layout == null ? "" : layout.describe(address - base);
        return where + (freed ? " freed " : " ") + name + " of " + size + " bytes" + variable;
    }
}
