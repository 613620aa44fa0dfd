package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.RowKernel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Batch normalization of (outer, channels, inner): a task takes some channels, each from its statistics to its y. */
final class ChannelsFirstForward<A> {
    private final Arithmetic<A> arithmetic;
    private final ChannelGeometry geometry;
    private final HeapBuffer x;
    private final @Nullable Buffer residual;
    private final Rows<A> rows;
    private final RowKernel<A> kernel;
    private final ChannelBlocks<A> blocks;
    private final A weight;
    private final A bias;

    private ChannelsFirstForward(
            Arithmetic<A> arithmetic,
            ChannelGeometry geometry,
            Buffer x,
            @Nullable Buffer residual,
            @Nullable Buffer weight,
            @Nullable Buffer bias) {
        this.arithmetic = arithmetic;
        this.geometry = geometry;
        this.x = (HeapBuffer) x;
        this.residual = residual;
        this.rows = arithmetic.rows();
        this.kernel = arithmetic.row();
        this.blocks = ChannelBlocks.of(rows, geometry);
        this.weight = rows.parameter(weight, blocks.channels(), 1);
        this.bias = rows.parameter(bias, blocks.channels(), 0);
    }

    static void training(BatchNormTrainingOp op, ParallelChunks threads) {
        ChannelGeometry geometry = op.geometry();
        ChannelsFirstForward<?> forward = new ChannelsFirstForward<>(
                Arithmetic.of(geometry.dtype()), geometry, op.x(), op.residual(), op.weight(), op.bias());
        Split split = Split.of(geometry.channels(), geometry.perChannel());
        threads.run(split, geometry.perChannel(), (chunk, first, end) -> forward.train(op, first, end));
    }

    static void inference(BatchNormInferenceOp op, ParallelChunks threads) {
        ChannelGeometry geometry = op.geometry();
        ChannelsFirstForward<?> forward = new ChannelsFirstForward<>(
                Arithmetic.of(geometry.dtype()), geometry, op.x(), op.residual(), op.weight(), op.bias());
        Split split = Split.of(geometry.channels(), geometry.perChannel());
        threads.run(split, geometry.perChannel(), (chunk, first, end) -> forward.infer(op, first, end));
    }

    private void train(BatchNormTrainingOp op, int first, int end) {
        A v = rows.allocate(Blocks.LENGTH);
        A spare = rows.allocate(Blocks.LENGTH);
        for (int c = first; c < end; c++) {
            Moments moments = ChannelMoments.of(arithmetic, blocks, x, c, v);
            if (op.y() != null) {
                apply(c, moments, moments.rstd(geometry.eps()), v, spare, (HeapBuffer) op.y());
            }
            BatchStatistics.give(op, c, moments);
        }
    }

    private void infer(BatchNormInferenceOp op, int first, int end) {
        A v = rows.allocate(Blocks.LENGTH);
        A spare = rows.allocate(Blocks.LENGTH);
        for (int c = first; c < end; c++) {
            Moments given = Moments.given(op.mean(), op.meanRest(), c);
            apply(c, given, ((HeapBuffer) op.rstd()).get(c), v, spare, (HeapBuffer) op.y());
        }
    }

    private void apply(int channel, Moments moments, double rstd, A v, A spare, HeapBuffer y) {
        Normalizer to = Normalizer.of(moments, rstd, rows.get(weight, channel), rows.get(bias, channel));
        for (int at = 0; at < blocks.perChannel(); at += Blocks.LENGTH) {
            int n = blocks.length(at);
            blocks.load(x, channel, at, v);
            kernel.normalize(v, n, to.center(), to.scale(), to.offset());
            if (residual != null) {
                blocks.load((HeapBuffer) residual, channel, at, spare);
                kernel.add(v, spare, n);
            }
            if (geometry.relu()) {
                kernel.relu(v, n);
            }
            blocks.store(v, y, channel, at);
        }
    }
}
