package dev.evenkeel.ptx.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What the checker knows of every byte of a region: whether it was written, and who touched it last. The marks of
 * accesses are made for a launch when it first touches a page, and dropped with it.
 */
public final class Shadow {
    /** Bytes that share a page of marks. */
    public static final int PAGE = 1024;

    private static final byte COPYING = 2;

    private static final byte[] WRITTEN = new byte[PAGE];

    /** Four bytes that were written, as one word: what most accesses ask for. */
    private static final int FOUR_WRITTEN = 0x01010101;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    static {
        Arrays.fill(WRITTEN, (byte) 1);
    }

    private final byte[][] written;
    private final long size;
    private AccessMarks[] marks;
    private long epoch;
    private boolean copied;

    /** Of {@code size} bytes, none of which was written. */
    public Shadow(long size) {
        this.size = size;
        int pages = (int) ((size + PAGE - 1) / PAGE);
        this.written = new byte[pages][];
        this.marks = new AccessMarks[0];
    }

    /** The marks of the page that holds an access, as fine as it is; those of other launches are forgotten. */
    public AccessMarks marks(long offset, int bytes, long launchEpoch) {
        if (launchEpoch != epoch || marks.length == 0) {
            epoch = launchEpoch;
            marks = new AccessMarks[written.length];
        }
        int page = (int) (offset / PAGE);
        AccessMarks found = marks[page];
        if (found == null) {
            found = new AccessMarks(bytes);
            marks[page] = found;
        }
        found.refine(bytes);
        return found;
    }

    /** Whether all of these bytes were written. They lie in one page. */
    public boolean written(long offset, int bytes) {
        byte[] page = written[(int) (offset / PAGE)];
        if (page == null) {
            return false;
        }
        int from = (int) (offset % PAGE);
        return switch (bytes) {
            case Integer.BYTES -> (int) INTS.get(page, from) == FOUR_WRITTEN;
            case Short.BYTES -> page[from] == 1 && page[from + 1] == 1;
            default -> Arrays.equals(page, from, from + bytes, WRITTEN, 0, bytes);
        };
    }

    /** Marks bytes as written, or not. */
    public void write(long offset, long bytes, boolean defined) {
        set(offset, bytes, (byte) (defined ? 1 : 0));
    }

    /** A copy to these bytes starts: they hold nothing until they are written. */
    public void copy(long offset, long bytes) {
        copied = true;
        set(offset, bytes, COPYING);
    }

    /** Whether a copy to one of these bytes is under way. They lie in one page. */
    public boolean copying(long offset, int bytes) {
        byte[] page = copied ? written[(int) (offset / PAGE)] : null;
        if (page == null) {
            return false;
        }
        int from = (int) (offset % PAGE);
        if (bytes == Integer.BYTES) {
            return ((int) INTS.get(page, from) & COPYING * FOUR_WRITTEN) != 0;
        }
        for (int i = from; i < from + bytes; i++) {
            if (page[i] == COPYING) {
                return true;
            }
        }
        return false;
    }

    private void set(long offset, long bytes, byte state) {
        long end = Math.min(size, offset + bytes);
        for (long at = offset; at < end; ) {
            int page = (int) (at / PAGE);
            int from = (int) (at % PAGE);
            int to = (int) Math.min(PAGE, end - (long) page * PAGE);
            if (written[page] == null) {
                written[page] = new byte[PAGE];
            }
            if (to - from == Integer.BYTES) {
                INTS.set(written[page], from, state * FOUR_WRITTEN);
            } else {
                Arrays.fill(written[page], from, to, state);
            }
            at += to - from;
        }
    }

    /** Copies which bytes were written. */
    public void copy(Shadow source, long sourceOffset, long offset, long bytes) {
        for (long i = 0; i < bytes; i++) {
            write(offset + i, 1, source.written(sourceOffset + i, 1));
        }
    }

    /** Forgets everything: the region is used anew. */
    public void reset() {
        Arrays.fill(written, null);
        copied = false;
        marks = new AccessMarks[0];
    }

    void free() {
        reset();
    }
}
