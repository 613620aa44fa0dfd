package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Panel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Batch normalization of (rows, channels): the statistics of all channels, then y by chunks of rows. */
final class ChannelsLastForward<A> {
    /** Elements of a block. */
    private static final int ELEMENTS = 4096;

    private final Arithmetic<A> arithmetic;
    private final ChannelGeometry geometry;
    private final HeapBuffer x;
    private final @Nullable Buffer residual;
    private final ChannelAffine affine;
    private final WideRows wide;

    private ChannelsLastForward(
            Arithmetic<A> arithmetic,
            ChannelGeometry geometry,
            Buffer x,
            @Nullable Buffer residual,
            ChannelAffine affine) {
        this.arithmetic = arithmetic;
        this.geometry = geometry;
        this.x = (HeapBuffer) x;
        this.residual = residual;
        this.affine = affine;
        this.wide = WideRows.of(arithmetic.columnNorm(), geometry);
    }

    static void training(BatchNormTrainingOp op, Execution execution) {
        new ChannelsLastForward<>(
                        execution.loops().of(op.geometry().dtype()),
                        op.geometry(),
                        op.x(),
                        op.residual(),
                        new ChannelAffine(op.weight(), op.bias()))
                .train(op, execution);
    }

    static void inference(BatchNormInferenceOp op, Execution execution) {
        new ChannelsLastForward<>(
                        execution.loops().of(op.geometry().dtype()),
                        op.geometry(),
                        op.x(),
                        op.residual(),
                        new ChannelAffine(op.weight(), op.bias()))
                .infer(op, execution);
    }

    private void train(BatchNormTrainingOp op, Execution execution) {
        try (Scratch scratch = Scratch.open()) {
            ColumnMoments<A> moments = new ColumnMoments<>(arithmetic, geometry, x, scratch).run(execution);
            if (op.y() != null) {
                apply(
                        c -> affine.normalizer(c, moments.at(c), moments.at(c).rstd(geometry.eps())),
                        (HeapBuffer) op.y(),
                        execution);
            }
            for (int c = 0; c < wide.channels(); c++) {
                BatchStatistics.give(op, c, moments.at(c));
            }
        }
    }

    private void infer(BatchNormInferenceOp op, Execution execution) {
        HeapBuffer rstd = (HeapBuffer) op.rstd();
        apply(
                c -> affine.normalizer(c, Moments.given(op.mean(), op.meanRest(), c), rstd.get(c)),
                (HeapBuffer) op.y(),
                execution);
    }

    private void apply(IntFunction<Normalizer> ofChannel, HeapBuffer y, Execution execution) {
        try (Scratch scratch = Scratch.open()) {
            ColumnNormalizer<A> to = ColumnNormalizer.of(wide, arithmetic.rows(), ofChannel, scratch);
            Split split = wide.split();
            // from the end, where the statistics left off: that part of x may still be in a cache
            execution.run(split, wide.width(), (chunk, first, end) -> {
                int reversed = split.chunks() - 1 - chunk;
                rows(split.first(reversed), split.end(reversed), to, y);
            });
        }
    }

    private void rows(int first, int end, ColumnNormalizer<A> to, HeapBuffer y) {
        try (Scratch scratch = Scratch.open()) {
            Rows<A> rows = arithmetic.rows();
            int most = Math.max(ELEMENTS, wide.width());
            Panel<A> from = Panel.of(arithmetic, x, most, scratch);
            Panel<A> summand = residual == null ? null : Panel.of(arithmetic, (HeapBuffer) residual, most, scratch);
            Panel<A> into = Panel.of(arithmetic, y, most, scratch);
            for (int row = first, height; row < end; row += height) {
                height = wide.height(row, end, ELEMENTS, 1);
                wide.load(from, row, height);
                if (summand != null) {
                    wide.load(summand, row, height);
                }
                to.apply(arithmetic.columnNorm(), from, summand, wide.at(into, row, height));
                if (geometry.relu()) {
                    arithmetic.columnNorm().relu(into);
                }
                into.store();
            }
        }
    }
}
