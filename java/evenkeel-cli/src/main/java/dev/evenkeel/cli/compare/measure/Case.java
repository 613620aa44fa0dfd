package dev.evenkeel.cli.compare.measure;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.ops.Op;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What is compared, wherever it runs.
 *
 * @param op the operation
 * @param shape shape of x
 * @param dtype type of x and all that has its type
 */
public record Case(Op op, Shape shape, DType dtype) {
    /** The shape as commands write it: {@code 4096x1024}. */
    public String shapeText() {
        return LongStream.of(shape.toArray()).mapToObj(Long::toString).collect(Collectors.joining("x"));
    }

    /** Elements that share one statistic. */
    long perStatistic() {
        return shape.count() / statistics();
    }

    /** How many means there are: one for each row, channel or group. */
    long statistics() {
        return op.statistics(shape);
    }

    /** How many weights there are. */
    long parameters() {
        return op.family() == Op.Family.ROWS ? shape.dim(-1) : shape.dim(1);
    }
}
