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
    public static void forward(GroupNormForwardOp op, Execution execution) {
        GroupStatistics statistics = new GroupStatistics(op);
        Arithmetic<?> arithmetic = execution.loops().of(op.geometry().dtype());
        if (columns(op.geometry())) {
            new GroupsLastForward<>(arithmetic, op, statistics).run(execution);
        } else {
            new GroupsFirstForward<>(arithmetic, op, statistics).run(execution);
        }
        statistics.moveRunning();
    }

    /** Computes all outputs of {@code op}. */
    public static void backward(GroupNormBackwardOp op, Execution execution) {
        Arithmetic<?> arithmetic = execution
                .loops()
                .ofGradients(op.geometry().dtype(), op.geometry().perGroup());
        if (columns(op.geometry())) {
            new GroupsLastBackward<>(arithmetic, op).run(execution);
        } else {
            new GroupsFirstBackward<>(arithmetic, op).run(execution);
        }
    }

    /** Whether neighbours in memory are neighbouring channels. */
    private static boolean columns(GroupGeometry geometry) {
        return geometry.layout() == Layout.CHANNELS_LAST || geometry.inner() == 1;
    }
}
