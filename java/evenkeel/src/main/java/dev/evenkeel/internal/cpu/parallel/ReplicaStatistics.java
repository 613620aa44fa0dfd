package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.spi.BatchNormStatisticsOp;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;

/** One replica's statistics for synchronized batch normalization. */
public final class ReplicaStatistics {
    private ReplicaStatistics() {}

    /** Computes all outputs of {@code op}. */
    public static void run(BatchNormStatisticsOp op, ParallelChunks threads) {
        Arithmetic<?> arithmetic = Arithmetic.of(op.geometry().dtype());
        if (op.geometry().inner() == 1) {
            channelsLast(arithmetic, op, threads);
        } else {
            channelsFirst(arithmetic, op, threads);
        }
    }

    private static <A> void channelsLast(Arithmetic<A> arithmetic, BatchNormStatisticsOp op, ParallelChunks threads) {
        Moments[] moments = new ColumnMoments<>(arithmetic, op.geometry(), (HeapBuffer) op.x()).run(threads);
        for (int c = 0; c < moments.length; c++) {
            give(op, c, moments[c]);
        }
    }

    private static <A> void channelsFirst(Arithmetic<A> arithmetic, BatchNormStatisticsOp op, ParallelChunks threads) {
        ChannelGeometry geometry = op.geometry();
        ChannelBlocks<A> blocks = ChannelBlocks.of(arithmetic.rows(), geometry);
        Split split = Split.of(geometry.channels(), geometry.perChannel());
        threads.run(split, geometry.perChannel(), (chunk, first, end) -> {
            A block = arithmetic.rows().allocate(Blocks.LENGTH);
            for (int c = first; c < end; c++) {
                give(op, c, ChannelMoments.of(arithmetic, blocks, (HeapBuffer) op.x(), c, block));
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
