package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.Layout;

/** Group and instance normalization and their gradients, by the layout that suits the shape. */
public final class GroupNorm {
    private GroupNorm() {}

    /** Computes all outputs of {@code op}. */
    public static void forward(GroupNormForwardOp op, ParallelChunks threads) {
        GroupStatistics statistics = new GroupStatistics(op);
        Arithmetic<?> arithmetic = Arithmetic.of(op.geometry().dtype());
        if (columns(op.geometry())) {
            new GroupsLastForward<>(arithmetic, op, statistics).run(threads);
        } else {
            new GroupsFirstForward<>(arithmetic, op, statistics).run(threads);
        }
        statistics.moveRunning();
    }

    /** Computes all outputs of {@code op}. */
    public static void backward(GroupNormBackwardOp op, ParallelChunks threads) {
        Arithmetic<?> arithmetic =
                Arithmetic.ofGradients(op.geometry().dtype(), op.geometry().perGroup());
        if (columns(op.geometry())) {
            new GroupsLastBackward<>(arithmetic, op).run(threads);
        } else {
            new GroupsFirstBackward<>(arithmetic, op).run(threads);
        }
    }

    /** Whether neighbours in memory are neighbouring channels. */
    private static boolean columns(GroupGeometry geometry) {
        return geometry.layout() == Layout.CHANNELS_LAST || geometry.inner() == 1;
    }
}
