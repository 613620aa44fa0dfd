package dev.evenkeel.bench.peers;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.bench.Case;
import dev.evenkeel.bench.Operation;
import java.util.stream.LongStream;

/**
 * One operation on one shape, in float32.
 *
 * @param operation what is computed
 * @param shape of x, channels second, however x lies in memory
 */
public record Problem(Operation operation, Shape shape) {
    /** The name that {@code evenkeel apply} has for it. */
    public String op() {
        return operation.label().replace("-last", "");
    }

    /** The dimensions in memory; those of a tensor whose channels lie last say so. */
    public String shapeText() {
        String text = Case.text(Shape.of(dims()));
        return channelsLast() ? text + " channels-last" : text;
    }

    /** Whether gradients are computed. */
    public boolean backward() {
        return operation.label().endsWith("backward");
    }

    /** Whether the rows of the last dimension are normalized, and not channels. */
    public boolean byRows() {
        return operation.byRows();
    }

    /** Whether only the root mean square is normalized. */
    public boolean rms() {
        return operation.label().startsWith("rms");
    }

    /** Whether the channels are the last dimension in memory. */
    public boolean channelsLast() {
        return operation.label().contains("-last");
    }

    /** The dimensions of x in memory. */
    public long[] dims() {
        long[] dims = shape.toArray();
        return channelsLast()
                ? LongStream.concat(
                                LongStream.concat(
                                        LongStream.of(dims[0]),
                                        LongStream.of(dims).skip(2)),
                                LongStream.of(dims[1]))
                        .toArray()
                : dims;
    }

    /** The dimensions of x with channels second. */
    public long[] logicalDims() {
        return shape.toArray();
    }

    /** Elements of x. */
    public int count() {
        return Math.toIntExact(shape.count());
    }

    /** How many weights there are: the length of a row, or the channels. */
    public int parameters() {
        return Math.toIntExact(byRows() ? shape.dim(-1) : shape.dim(1));
    }

    /** Elements that follow one another in memory and share their weight. */
    public int inner() {
        return byRows() || channelsLast() ? 1 : Math.toIntExact(shape.count() / shape.dim(0) / shape.dim(1));
    }

    /** How often the weights come round in memory. */
    public int outer() {
        return count() / parameters() / inner();
    }

    /** How many means there are: one for each row or channel. */
    public int statistics() {
        return byRows() ? outer() : parameters();
    }

    /** The constant under the root. */
    public double eps() {
        return rms() ? 1e-6 : 1e-5;
    }

    /** The fewest bytes that any implementation moves. */
    public long bytes() {
        return operation.bytes(shape, DType.F32);
    }

    @Override
    public String toString() {
        return op() + " " + shapeText();
    }
}
