package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Batch normalization of (rows, channels): the statistics of all channels, then y by chunks of rows. */
final class ChannelsLastForward<A> {
    private final Arithmetic<A> arithmetic;
    private final ChannelGeometry geometry;
    private final HeapBuffer x;
    private final @Nullable Buffer residual;
    private final A weight;
    private final A bias;
    private final WideRows<A> wide;

    private ChannelsLastForward(
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
        this.wide = WideRows.of(arithmetic.rows(), geometry);
        this.weight = arithmetic.rows().parameter(weight, wide.channels(), 1);
        this.bias = arithmetic.rows().parameter(bias, wide.channels(), 0);
    }

    static void training(BatchNormTrainingOp op, ParallelChunks threads) {
        ChannelGeometry geometry = op.geometry();
        new ChannelsLastForward<>(
                        Arithmetic.of(geometry.dtype()), geometry, op.x(), op.residual(), op.weight(), op.bias())
                .train(op, threads);
    }

    static void inference(BatchNormInferenceOp op, ParallelChunks threads) {
        ChannelGeometry geometry = op.geometry();
        new ChannelsLastForward<>(
                        Arithmetic.of(geometry.dtype()), geometry, op.x(), op.residual(), op.weight(), op.bias())
                .infer(op, threads);
    }

    private void train(BatchNormTrainingOp op, ParallelChunks threads) {
        Moments[] moments = new ColumnMoments<>(arithmetic, geometry, x).run(threads);
        if (op.y() != null) {
            double[] rstd = new double[moments.length];
            for (int c = 0; c < rstd.length; c++) {
                rstd[c] = moments[c].rstd(geometry.eps());
            }
            apply(moments, rstd, (HeapBuffer) op.y(), threads);
        }
        for (int c = 0; c < moments.length; c++) {
            BatchStatistics.give(op, c, moments[c]);
        }
    }

    private void infer(BatchNormInferenceOp op, ParallelChunks threads) {
        Moments[] moments = new Moments[wide.channels()];
        double[] rstd = new double[wide.channels()];
        for (int c = 0; c < rstd.length; c++) {
            moments[c] = Moments.given(op.mean(), op.meanRest(), c);
            rstd[c] = ((HeapBuffer) op.rstd()).get(c);
        }
        apply(moments, rstd, (HeapBuffer) op.y(), threads);
    }

    private void apply(Moments[] moments, double[] rstd, HeapBuffer y, ParallelChunks threads) {
        Rows<A> rows = arithmetic.rows();
        Normalizer[] channels = new Normalizer[rstd.length];
        for (int c = 0; c < rstd.length; c++) {
            channels[c] = Normalizer.of(moments[c], rstd[c], rows.get(weight, c), rows.get(bias, c));
        }
        ColumnNormalizer<A> to = ColumnNormalizer.of(wide, channels);
        Split split = Split.of(wide.number(), wide.width());
        threads.run(split, wide.width(), (chunk, first, end) -> rows(first, end, to, y));
    }

    private void rows(int first, int end, ColumnNormalizer<A> to, HeapBuffer y) {
        A v = arithmetic.rows().allocate(wide.width());
        A spare = arithmetic.rows().allocate(residual == null ? 0 : wide.width());
        for (int row = first; row < end; row++) {
            int n = wide.length(row);
            wide.load(x, row, v);
            to.apply(arithmetic.columns(), v, n);
            if (residual != null) {
                wide.load((HeapBuffer) residual, row, spare);
                arithmetic.row().add(v, spare, n);
            }
            if (geometry.relu()) {
                arithmetic.row().relu(v, n);
            }
            wide.store(v, y, row);
        }
    }
}
