package dev.evenkeel.bench;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One thing to measure.
 *
 * @param operation what is computed
 * @param dtype type of x
 * @param shape of x, channels second
 * @param device where
 */
public record Case(Operation operation, DType dtype, Shape shape, Device device) {
    /** {@link Operation#bytes} of this case. */
    public long bytes() {
        return operation.bytes(shape, dtype);
    }

    /** Allocates, runs once and checks, in this process; times nothing. */
    public void check() {
        NormBenchmark benchmark = operation.benchmark();
        benchmark.device = device.toString();
        benchmark.dtype = dtype.label();
        benchmark.shape = text(shape);
        try {
            benchmark.open();
        } finally {
            benchmark.close();
        }
    }

    /** The form that {@link Shape#parse} reads. */
    public static String text(Shape shape) {
        return Arrays.stream(shape.toArray()).mapToObj(Long::toString).collect(Collectors.joining("x"));
    }

    @Override
    public String toString() {
        return String.format("%-24s %-4s %-12s %s", operation.label(), dtype.label(), text(shape), device);
    }
}
