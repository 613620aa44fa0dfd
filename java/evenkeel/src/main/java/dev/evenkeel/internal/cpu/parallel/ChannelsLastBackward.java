package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Panel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Gradients of batch normalization of (rows, channels): the sums of all channels, then dx by chunks of rows. */
final class ChannelsLastBackward<A> {
    /** Elements of a block. */
    private static final int ELEMENTS = 2048;

    private static final int LEAST_ROWS = 4;

    private final ChannelGradients op;
    private final Execution execution;
    private final Arithmetic<A> arithmetic;
    private final Rows<A> rows;
    private final ChannelAffine affine;
    private final WideRows wide;
    private final Scratch scratch;
    private final int most;

    private ChannelsLastBackward(Arithmetic<A> arithmetic, ChannelGradients op, Execution execution, Scratch scratch) {
        this.op = op;
        this.execution = execution;
        this.arithmetic = arithmetic;
        this.rows = arithmetic.rows();
        this.affine = new ChannelAffine(op.weight(), op.bias());
        this.wide = WideRows.of(arithmetic.columnNorm(), op.geometry());
        this.scratch = scratch;
        this.most = Math.max(ELEMENTS, LEAST_ROWS * wide.width());
    }

    static void run(ChannelGradients op, Execution execution) {
        run(execution.loops().ofGradients(op.geometry().dtype(), op.count()), op, execution);
    }

    private static <A> void run(Arithmetic<A> arithmetic, ChannelGradients op, Execution execution) {
        try (Scratch scratch = Scratch.open()) {
            ColumnStatistics statistics = ColumnStatistics.of(arithmetic, op, execution, scratch);
            if (arithmetic.equals(execution.loops().doubles()) || statistics.moderate()) {
                new ChannelsLastBackward<>(arithmetic, op, execution, scratch).run(statistics);
            } else {
                new ChannelsLastBackward<>(execution.loops().doubles(), op, execution, scratch).run(statistics);
            }
        }
    }

    private void run(ColumnStatistics statistics) {
        A center = wide.spread(rows, statistics::center, scratch);
        ColumnNormalizer<A> argument = op.geometry().relu()
                ? ColumnNormalizer.of(
                        wide, rows, c -> affine.normalizer(c, statistics.moments(c), statistics.rstd(c)), scratch)
                : null;
        ColumnGradients totals = op.totals() == null
                ? totals(statistics, center, argument)
                : ColumnGradients.given(op.totals(), wide.channels(), scratch);
        if (op.dx() != null || op.dresidual() != null) {
            store(projection(statistics, totals, center), argument);
        }
        totals.give(op);
    }

    private ColumnGradients totals(ColumnStatistics statistics, A center, @Nullable ColumnNormalizer<A> argument) {
        ColumnSums<A> sums = new ColumnSums<>(arithmetic, wide, ELEMENTS, LEAST_ROWS, scratch);
        sums.run(execution, own -> {
            Inputs inputs = new Inputs(argument, own);
            return (row, height, first, second) -> {
                inputs.load(row, height);
                arithmetic.columnNorm().gradients(inputs.g, inputs.x, center, first, second);
            };
        });
        return ColumnGradients.of(sums, statistics, wide.channels(), scratch);
    }

    private Projection<A> projection(ColumnStatistics statistics, ColumnGradients totals, A center) {
        A scale = wide.spread(rows, c -> statistics.rstd(c) * affine.weight(c), scratch);
        if (op.constantStatistics()) {
            A zeros = wide.spread(rows, c -> 0, scratch);
            return (g, x, dx) -> arithmetic.columnNorm().normalize(g, zeros, scale, zeros, dx);
        }
        A slope = wide.spread(rows, c -> affine.weight(c) * totals.slope(c, op.count(), statistics), scratch);
        A offset = wide.spread(rows, c -> affine.weight(c) * totals.offset(c, op.count(), statistics), scratch);
        return (g, x, dx) -> arithmetic.columnNorm().project(g, x, center, scale, slope, offset, dx);
    }

    /** From g and x to dx. */
    private interface Projection<A> {
        void run(Panel<A> g, Panel<A> x, Panel<A> dx);
    }

    private void store(Projection<A> projection, @Nullable ColumnNormalizer<A> argument) {
        Split split = wide.split();
        // from the end, where the sums left off: that part of x and dy may still be in a cache
        execution.run(split, wide.width(), (chunk, first, end) -> {
            int reversed = split.chunks() - 1 - chunk;
            try (Scratch own = Scratch.open()) {
                Inputs inputs = new Inputs(argument, own);
                Panel<A> dx = op.dx() instanceof HeapBuffer into ? Panel.of(arithmetic, into, most, own) : null;
                store(split.first(reversed), split.end(reversed), projection, inputs, dx);
            }
        });
    }

    private void store(int first, int end, Projection<A> projection, Inputs inputs, @Nullable Panel<A> dx) {
        for (int row = first, height; row < end; row += height) {
            height = wide.height(row, end, ELEMENTS, LEAST_ROWS);
            inputs.load(row, height);
            if (dx != null) {
                projection.run(inputs.g, inputs.x, wide.at(dx, row, height));
                dx.store();
            }
            if (op.dresidual() instanceof HeapBuffer dresidual) {
                inputs.g.store(dresidual);
            }
        }
    }

    /** One task's panels of g and x. Where g is stored too it is no tensor's own memory, which dx may overwrite. */
    private final class Inputs {
        private final @Nullable ColumnNormalizer<A> argument;
        private final Panel<A> dy;
        private final Panel<A> x;
        private final Panel<A> g;
        private final Panel<A> normalized;
        private final @Nullable Panel<A> residual;

        Inputs(@Nullable ColumnNormalizer<A> argument, Scratch own) {
            HeapBuffer from = (HeapBuffer) op.dy();
            this.argument = argument;
            this.dy = op.dresidual() != null && argument == null
                    ? Panel.ofCopy(rows, from, most, own)
                    : Panel.of(arithmetic, from, most, own);
            this.x = Panel.of(arithmetic, (HeapBuffer) op.x(), most, own);
            this.g = argument == null ? dy : Panel.ofScratch(rows, most, own);
            this.normalized = argument == null ? dy : Panel.ofScratch(rows, most, own);
            this.residual = argument != null && op.residual() instanceof HeapBuffer summand
                    ? Panel.of(arithmetic, summand, most, own)
                    : null;
        }

        void load(int row, int height) {
            wide.load(dy, row, height);
            wide.load(x, row, height);
            if (residual != null) {
                wide.load(residual, row, height);
            }
            if (argument != null) {
                argument.apply(arithmetic.columnNorm(), x, residual, wide.at(normalized, row, height));
                arithmetic.columnNorm().reluGradient(dy, normalized, wide.at(g, row, height));
            }
        }
    }
}
