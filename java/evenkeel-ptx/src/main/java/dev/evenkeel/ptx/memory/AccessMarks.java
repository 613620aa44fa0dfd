package dev.evenkeel.ptx.memory;

/**
 * Who touched the bytes of a page last: one writer, and the latest readers of two different warps. A mark is a word of
 * the race detector's; 0 is nobody. Bytes share a mark, in units of the smallest access that the page has seen.
 */
public final class AccessMarks {
    private static final int LARGEST_UNIT = 8;

    private int unit;
    private long[] writer;
    private long[] reader;
    private long[] otherReader;

    AccessMarks(int firstAccess) {
        this.unit = Math.min(LARGEST_UNIT, firstAccess);
        int units = Shadow.PAGE / unit;
        this.writer = new long[units];
        this.reader = new long[units];
        this.otherReader = new long[units];
    }

    /** Makes units no larger than an access of this size. */
    public void refine(int bytes) {
        if (bytes < unit) {
            int parts = unit / bytes;
            writer = repeat(writer, parts);
            reader = repeat(reader, parts);
            otherReader = repeat(otherReader, parts);
            unit = bytes;
        }
    }

    private static long[] repeat(long[] marks, int times) {
        long[] finer = new long[marks.length * times];
        for (int i = 0; i < finer.length; i++) {
            finer[i] = marks[i / times];
        }
        return finer;
    }

    /** Bytes that share a mark. */
    public int unit() {
        return unit;
    }

    /** The last write of each unit. */
    public long[] writer() {
        return writer;
    }

    /** A read of each unit since. */
    public long[] reader() {
        return reader;
    }

    /** A read by another warp than {@link #reader}'s. */
    public long[] otherReader() {
        return otherReader;
    }
}
