package dev.evenkeel.internal.cuda;

import static dev.evenkeel.internal.cuda.KernelArguments.addressOf;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.WeightNormBackwardOp;
import dev.evenkeel.internal.spi.WeightNormForwardOp;
import org.jspecify.annotations.Nullable;

/** Weight norm as launches of kernels: sums of rows, what they come to, elements. */
final class CudaWeightNorm {
    private static final int ROWS_OF_BLOCK = 8;

    private final KernelLauncher kernels;

    CudaWeightNorm(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    void forward(WeightNormForwardOp op) {
        WeightSumsLaunch sums = prepared(WeightSumsLaunch.ofRows(op.geometry()));
        long rows = op.geometry().rows();
        try (Scratch scratch = kernels.scratch(op.geometry().dtype().statistics(), sums.parts() + rows)) {
            long squares = scratch.take(sums.parts());
            Rows of = new Rows(scratch.take(rows), 0, 0);
            sums.launch(kernels, op.v(), 0, null, squares, 0);
            finish(sums, squares, 0, op.g(), op.norm(), of, op.eps());
            if (op.w() != null) {
                new WeightApply(op.v(), of.alpha(), null, 0, 0, op.w(), 0, null, false).launch(kernels, op.geometry());
            }
        }
    }

    void backward(WeightNormBackwardOp op) {
        WeightSumsLaunch sums = prepared(WeightSumsLaunch.ofRows(op.geometry()));
        long rows = op.geometry().rows();
        try (Scratch scratch = kernels.scratch(op.geometry().dtype().statistics(), 2 * sums.parts() + 3 * rows)) {
            long squares = scratch.take(sums.parts());
            long products = scratch.take(sums.parts());
            Rows of = new Rows(scratch.take(rows), scratch.take(rows), scratch.take(rows));
            sums.launch(kernels, op.v(), 0, op.dw(), squares, products);
            finish(sums, squares, products, op.g(), null, of, op.eps());
            long values = op.dg() == null ? 0 : of.along();
            new WeightApply(op.dw(), of.alpha(), op.v(), 0, of.beta(), op.dv(), values, op.dg(), op.accumulate())
                    .launch(kernels, op.geometry());
        }
    }

    /** Addresses of the numbers of each row, 0 where there are none. */
    private record Rows(long alpha, long along, long beta) {}

    /** Loads all kernels, lest one of them fail to after another has run. */
    private WeightSumsLaunch prepared(WeightSumsLaunch sums) {
        sums.find(kernels);
        finish(sums.dtype());
        WeightApply.find(kernels, sums.dtype());
        return sums;
    }

    private PtxLibrary.Loaded finish(DType dtype) {
        return kernels.find(Kernel.WEIGHT_NORM_FINISH, dtype, dtype);
    }

    private void finish(
            WeightSumsLaunch sums,
            long squares,
            long products,
            @Nullable Buffer g,
            @Nullable Buffer norm,
            Rows of,
            double floor) {
        long blocks = LaunchConfig.ceilDiv(sums.count(), ROWS_OF_BLOCK);
        kernels.launch(
                finish(sums.dtype()),
                new LaunchConfig(LaunchConfig.capped(blocks, LaunchConfig.MAX_GRID_X), 1, 32 * ROWS_OF_BLOCK, 1),
                arguments -> arguments
                        .address(squares)
                        .address(products)
                        .buffer(g)
                        .address(addressOf(norm))
                        .address(of.alpha())
                        .address(of.along())
                        .address(of.beta())
                        .i64(sums.count())
                        .i32(sums.chunks())
                        .i32(sums.fold())
                        .type(g == null ? sums.dtype() : g.dtype())
                        .number(floor));
    }
}
