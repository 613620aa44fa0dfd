package dev.evenkeel.ptx.memory;

/**
 * Who touched the bytes of a page last: one writer, and the latest readers of two different warps. A mark is a word of
 * the race detector's; 0 is nobody.
 */
public final class AccessMarks {
    /** The last write of each byte. */
    public final long[] writer;
    /** A read of each byte since. */
    public final long[] reader;
    /** A read by another warp than {@link #reader}'s. */
    public final long[] otherReader;

    AccessMarks(int bytes) {
        this.writer = new long[bytes];
        this.reader = new long[bytes];
        this.otherReader = new long[bytes];
    }
}
