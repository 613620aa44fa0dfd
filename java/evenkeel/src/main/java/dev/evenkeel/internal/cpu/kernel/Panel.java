package dev.evenkeel.internal.cpu.kernel;

import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a matrix that loops over columns read or write: in the tensor's own array where that has the loops'
 * type, else in scratch that is converted from or to it. One panel is moved over a tensor, for one thread.
 */
public final class Panel<A> {
    private final Rows<A> rows;
    private final @Nullable HeapBuffer tensor;
    private final boolean direct;
    private final A array;
    private int first;
    private int pitch;
    private int height;
    private int width;

    private Panel(Rows<A> rows, @Nullable HeapBuffer tensor, boolean direct, A array) {
        this.rows = rows;
        this.tensor = tensor;
        this.direct = direct;
        this.array = array;
    }

    /** Over {@code tensor}, in parts of {@code most} elements or fewer. */
    public static <A> Panel<A> of(Arithmetic<A> arithmetic, HeapBuffer tensor, int most, Scratch scratch) {
        Rows<A> rows = arithmetic.rows();
        boolean direct = rows.holds(tensor) && arithmetic.columnNorm().rows() > 1;
        return new Panel<>(rows, tensor, direct, direct ? rows.array(tensor) : rows.take(scratch, most));
    }

    /** As {@link #of}, but always in scratch: what is written to the tensor later on leaves the panel as it was. */
    public static <A> Panel<A> ofCopy(Rows<A> rows, HeapBuffer tensor, int most, Scratch scratch) {
        return new Panel<>(rows, tensor, false, rows.take(scratch, most));
    }

    /** Over nothing but scratch, for parts of {@code most} elements or fewer. */
    public static <A> Panel<A> ofScratch(Rows<A> rows, int most, Scratch scratch) {
        return new Panel<>(rows, null, false, rows.take(scratch, most));
    }

    /** Moves to {@code height} rows of {@code width} elements that begin {@code pitch} apart, the first at {@code first}. */
    public Panel<A> at(int first, int pitch, int height, int width) {
        this.first = first;
        this.pitch = pitch;
        this.height = height;
        this.width = width;
        return this;
    }

    /** Moves there and makes the elements readable. */
    public Panel<A> load(int first, int pitch, int height, int width) {
        at(first, pitch, height, width);
        if (tensor != null && !direct) {
            if (pitch == width) {
                rows.load(tensor, first, array, 0, height * width);
            } else {
                for (int r = 0; r < height; r++) {
                    rows.load(tensor, first + r * pitch, array, r * width, width);
                }
            }
        }
        return this;
    }

    /** The array's elements have been written. */
    public void store() {
        if (tensor != null && !direct) {
            store(tensor);
        }
    }

    /** Writes the elements to the same place of another tensor. */
    public void store(HeapBuffer into) {
        if (pitch == width) {
            rows.store(array, start(), into, first, height * width);
        } else {
            for (int r = 0; r < height; r++) {
                rows.store(array, start() + r * stride(), into, first + r * pitch, width);
            }
        }
    }

    /** What loops work on. */
    public A array() {
        return array;
    }

    /** Where in the array the first row begins. */
    public int start() {
        return direct ? first : 0;
    }

    /** Elements of the array from one row's beginning to the next one's. */
    public int stride() {
        return direct ? pitch : width;
    }

    /** Number of rows. */
    public int height() {
        return height;
    }

    /** Elements of a row. */
    public int width() {
        return width;
    }
}
