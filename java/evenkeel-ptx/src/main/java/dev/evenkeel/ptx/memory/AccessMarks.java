package dev.evenkeel.ptx.memory;

/**
 * Who touched the bytes of a page last: one writer, and the latest readers of two different warps. A mark is a word of
 * the race detector's; 0 is nobody. Bytes share a mark, in units of the smallest access that the page has seen.
 */
public final class AccessMarks {
    private static final int LARGEST_UNIT = 8;

    /** Words of a unit: its writer and two readers, side by side, since an access asks for all of them. */
    private static final int WORDS = 3;

    private static final int READER = 1;
    private static final int OTHER_READER = 2;

    private int unit;
    private long[] marks;

    AccessMarks(int firstAccess) {
        this.unit = Math.min(LARGEST_UNIT, firstAccess);
        this.marks = new long[WORDS * (Shadow.PAGE / unit)];
    }

    /** Makes units no larger than an access of this size. */
    public void refine(int bytes) {
        if (bytes < unit) {
            int parts = unit / bytes;
            long[] finer = new long[marks.length * parts];
            for (int i = 0, to = 0; i < marks.length; i += WORDS) {
                for (int part = 0; part < parts; part++, to += WORDS) {
                    finer[to] = marks[i];
                    finer[to + READER] = marks[i + READER];
                    finer[to + OTHER_READER] = marks[i + OTHER_READER];
                }
            }
            marks = finer;
            unit = bytes;
        }
    }

    /** Bytes that share a mark. */
    public int unit() {
        return unit;
    }

    /** The last write of a unit. */
    public long writer(int at) {
        return marks[WORDS * at];
    }

    /** A read of a unit since. */
    public long reader(int at) {
        return marks[WORDS * at + READER];
    }

    /** A read by another warp than {@link #reader}'s. */
    public long otherReader(int at) {
        return marks[WORDS * at + OTHER_READER];
    }

    /** A unit is written: no one has read that yet. */
    public void write(int at, long mark) {
        marks[WORDS * at] = mark;
        marks[WORDS * at + READER] = 0;
        marks[WORDS * at + OTHER_READER] = 0;
    }

    /** A unit is read. */
    public void read(int at, long mark) {
        marks[WORDS * at + READER] = mark;
    }

    /** A unit is read by another warp. */
    public void readByOther(int at, long mark) {
        marks[WORDS * at + OTHER_READER] = mark;
    }
}
