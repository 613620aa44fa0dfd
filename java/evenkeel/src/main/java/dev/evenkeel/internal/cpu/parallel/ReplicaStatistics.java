package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.BatchNormStatisticsOp;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;

/** One replica's statistics for synchronized batch normalization. */
public final class ReplicaStatistics {
    private ReplicaStatistics() {}

    /** Computes all outputs of {@code op}. */
    public static void run(BatchNormStatisticsOp op, Execution execution) {
        Arithmetic<?> arithmetic = execution.loops().of(op.geometry().dtype());
        if (op.geometry().inner() == 1) {
            channelsLast(arithmetic, op, execution);
        } else {
            channelsFirst(arithmetic, op, execution);
        }
    }

    private static <A> void channelsLast(Arithmetic<A> arithmetic, BatchNormStatisticsOp op, Execution execution) {
        try (Scratch scratch = Scratch.open()) {
            ColumnMoments<A> moments =
                    new ColumnMoments<>(arithmetic, op.geometry(), (HeapBuffer) op.x(), scratch).run(execution);
            for (int c = 0; c < op.geometry().channels(); c++) {
                give(op, c, moments.at(c));
            }
        }
    }

    private static <A> void channelsFirst(Arithmetic<A> arithmetic, BatchNormStatisticsOp op, Execution execution) {
        ChannelGeometry geometry = op.geometry();
        Planes planes = Planes.of(geometry);
        execution.run(planes.split(), geometry.perChannel(), (chunk, first, end) -> {
            try (Scratch scratch = Scratch.open()) {
                PlaneMoments<A> moments = new PlaneMoments<>(
                        arithmetic, planes, (HeapBuffer) op.x(), geometry.eps(), scratch, end - first);
                moments.find(first, end);
                for (int c = first; c < end; c++) {
                    int i = c - first;
                    give(op, c, new Moments(moments.center(i), moments.rest(i), moments.variance(i)));
                }
            }
        });
    }

    private static void give(BatchNormStatisticsOp op, int channel, Moments moments) {
        HeapBuffer mean = (HeapBuffer) op.mean();
        mean.set(channel, moments.mean());
        ((HeapBuffer) op.meanRest()).set(channel, (moments.center() - mean.get(channel)) + moments.rest());
        ((HeapBuffer) op.m2()).set(channel, moments.variance() * op.geometry().perChannel());
    }
}
