package dev.evenkeel.bench;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What is measured, by the names that {@code evenkeel apply} has for it; {@code -last} is with channels last. */
public enum Operation {
    /** Reads x, writes y. */
    LAYER_NORM(2, LayerNormBenchmark::new),
    /** Reads x and dy, writes dx. */
    LAYER_NORM_BACKWARD(3, LayerNormBackwardBenchmark::new),
    /** Reads x, writes y. */
    RMS_NORM(2, RmsNormBenchmark::new),
    /** Reads x and dy, writes dx. */
    RMS_NORM_BACKWARD(3, RmsNormBackwardBenchmark::new),
    /** Reads x, writes y; by the batch's own statistics, running statistics updated. */
    BATCH_NORM(2, BatchNormBenchmark::new),
    /** Reads x and dy, writes dx. */
    BATCH_NORM_BACKWARD(3, BatchNormBackwardBenchmark::new),
    /** {@link #BATCH_NORM} of a tensor whose channels lie last in memory. */
    BATCH_NORM_LAST(2, BatchNormLastBenchmark::new),
    /** {@link #BATCH_NORM_BACKWARD} likewise. */
    BATCH_NORM_LAST_BACKWARD(3, BatchNormLastBackwardBenchmark::new),
    /** Reads x, writes y. */
    GROUP_NORM(2, GroupNormBenchmark::new),
    /** Reads x and dy, writes dx. */
    GROUP_NORM_BACKWARD(3, GroupNormBackwardBenchmark::new),
    /** {@link #GROUP_NORM} of a tensor whose channels lie last in memory. */
    GROUP_NORM_LAST(2, GroupNormLastBenchmark::new),
    /** {@link #GROUP_NORM_BACKWARD} likewise. */
    GROUP_NORM_LAST_BACKWARD(3, GroupNormLastBackwardBenchmark::new);

    private final int passes;
    private final Supplier<NormBenchmark> benchmark;

    Operation(int passes, Supplier<NormBenchmark> benchmark) {
        this.passes = passes;
        this.benchmark = benchmark;
    }

    /** {@code layer-norm-backward} */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A fresh, not yet set up benchmark of this operation. */
    public NormBenchmark benchmark() {
        return benchmark.get();
    }

    /** Whether groups of channels are normalized. */
    public boolean byGroups() {
        return name().startsWith("GROUP_NORM");
    }

    /** Whether rows are normalized, and not channels. */
    public boolean byRows() {
        return !name().startsWith("BATCH_NORM") && !byGroups();
    }

    /**
     * The fewest bytes that any implementation moves: each tensor of x's shape read or written once. An implementation
     * that reads x twice is charged for it in time, not credited with it in bytes. Parameters and statistics are left
     * out: they are under 1 % at the sizes that matter.
     */
    public long bytes(Shape shape, DType dtype) {
        return passes * shape.count() * dtype.bytes();
    }

    /**
     * The operation with this {@linkplain #label() label}.
     *
     * @throws IllegalArgumentException if none has it; the message lists those that there are
     */
    public static Operation parse(String label) {
        return Arrays.stream(values())
                .filter(operation -> operation.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown operation '" + label + "': expected one of "
                        + Arrays.stream(values()).map(Operation::label).collect(Collectors.joining(", "))));
    }
}
