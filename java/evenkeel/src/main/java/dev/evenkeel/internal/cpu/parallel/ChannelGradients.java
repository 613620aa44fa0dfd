package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Sums;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInputGradientOp;
import dev.evenkeel.internal.spi.BatchNormReduceOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gradients by channel: those of one batch normalization, or one of the two steps that a replica of a synchronized one
 * takes.
 *
 * @param totals sums over all replicas, known from before; null: they are those of this data
 * @param count elements of a channel that the sums are over
 */
record ChannelGradients(
        ChannelGeometry geometry,
        Buffer dy,
        Buffer x,
        @Nullable Buffer residual,
        @Nullable Buffer weight,
        @Nullable Buffer bias,
        SavedStatistics saved,
        boolean constantStatistics,
        @Nullable Totals totals,
        long count,
        @Nullable Buffer dx,
        @Nullable Buffer dresidual,
        @Nullable Buffer dweight,
        @Nullable Buffer dbias,
        boolean accumulate) {

    /** Σ g and Σ g·x̂ of each channel. */
    record Totals(Buffer sumDy, Buffer sumDyXhat) {
        Sums at(int channel) {
            return new Sums(((HeapBuffer) sumDy).get(channel), ((HeapBuffer) sumDyXhat).get(channel));
        }
    }

    static ChannelGradients of(BatchNormBackwardOp op) {
        return new ChannelGradients(
                op.geometry(),
                op.dy(),
                op.x(),
                op.residual(),
                op.weight(),
                op.bias(),
                SavedStatistics.of(op.mean(), op.rstd(), op.geometry().eps()),
                op.constantStatistics(),
                null,
                op.geometry().perChannel(),
                op.dx(),
                op.dresidual(),
                op.dweight(),
                op.dbias(),
                op.accumulate());
    }

    static ChannelGradients of(BatchNormReduceOp op) {
        return new ChannelGradients(
                op.geometry(),
                op.dy(),
                op.x(),
                op.residual(),
                op.weight(),
                op.bias(),
                new SavedStatistics(
                        op.mean(), op.meanRest(), op.rstd(), op.geometry().eps()),
                false,
                null,
                op.geometry().perChannel(),
                null,
                null,
                op.sumDyXhat(),
                op.sumDy(),
                false);
    }

    static ChannelGradients of(BatchNormInputGradientOp op) {
        return new ChannelGradients(
                op.geometry(),
                op.dy(),
                op.x(),
                op.residual(),
                op.weight(),
                op.bias(),
                new SavedStatistics(
                        op.mean(), op.meanRest(), op.rstd(), op.geometry().eps()),
                false,
                new Totals(op.sumDy(), op.sumDyXhat()),
                op.count(),
                op.dx(),
                op.dresidual(),
                null,
                null,
                false);
    }
}
