package dev.evenkeel.internal.cuda;

import static dev.evenkeel.internal.cuda.KernelArguments.addressOf;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.SpectralNormBackwardOp;
import dev.evenkeel.internal.spi.SpectralNormForwardOp;
import org.jspecify.annotations.Nullable;

/**
 * Spectral norm as launches of kernels. The last product of an iteration is the vector that sigma is the length of, so
 * sigma takes no product of its own.
 */
final class CudaSpectralNorm {
    private static final LaunchConfig ONE_BLOCK = new LaunchConfig(1, 1, 512, 1);

    private final KernelLauncher kernels;

    CudaSpectralNorm(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    void forward(SpectralNormForwardOp op) {
        WeightSumsLaunch ofRows = WeightSumsLaunch.ofRows(op.geometry());
        WeightSumsLaunch ofColumns = WeightSumsLaunch.ofColumns(op.geometry());
        long rows = op.geometry().rows();
        long parts = padded(Math.max(ofRows.parts(), ofColumns.parts()));
        long room = parts + 2 * padded(rows) + padded(op.geometry().columns());
        try (Scratch scratch = kernels.scratch(op.geometry().dtype().statistics(), room)) {
            Steps steps = new Steps(op, ofRows, ofColumns, scratch);
            if (op.iterations() == 0) {
                steps.asGiven();
            }
            for (int i = 1; i <= op.iterations(); i++) {
                steps.iterate(i == op.iterations());
            }
            if (op.w() != null) {
                new WeightApply(op.weight(), steps.alpha, null, 0, 0, op.w(), 0, null, false)
                        .launch(kernels, op.geometry());
            }
        }
    }

    void backward(SpectralNormBackwardOp op) {
        WeightSumsLaunch sums = WeightSumsLaunch.ofRows(op.geometry());
        DType dtype = op.geometry().dtype();
        long rows = op.geometry().rows();
        WeightApply.find(kernels, dtype);
        try (Scratch scratch = kernels.scratch(dtype.statistics(), 2 * sums.parts() + 2 * rows)) {
            long parts = scratch.take(sums.parts());
            long products = scratch.take(sums.parts());
            long alpha = scratch.take(rows);
            long beta = scratch.take(rows);
            sums.launch(kernels, op.weight(), addressOf(op.v()), op.dw(), parts, products);
            finish(sums, parts, products, addressOf(op.u()), 0, 0, alpha, beta, rows, 0);
            new WeightApply(op.dw(), alpha, null, addressOf(op.v()), beta, op.dweight(), 0, null, op.accumulate())
                    .launch(kernels, op.geometry());
        }
    }

    /** A count of numbers rounded up so that the next array begins at a multiple of 16 bytes. */
    private static long padded(long count) {
        return LaunchConfig.ceilDiv(count, 4) * 4;
    }

    /** The launches of one call, and where its vectors are. */
    private final class Steps {
        private final SpectralNormForwardOp op;
        private final WeightSumsLaunch ofRows;
        private final WeightSumsLaunch ofColumns;
        private final long parts;
        private final long alpha;
        private final long uAfter;
        private final long vAfter;
        private long u;
        private long v;

        Steps(SpectralNormForwardOp op, WeightSumsLaunch ofRows, WeightSumsLaunch ofColumns, Scratch scratch) {
            this.op = op;
            this.ofRows = ofRows;
            this.ofColumns = ofColumns;
            this.parts = scratch.take(padded(Math.max(ofRows.parts(), ofColumns.parts())));
            this.alpha = scratch.take(padded(op.geometry().rows()));
            this.uAfter = room(op.uAfter(), op.geometry().rows(), scratch);
            this.vAfter = room(op.vAfter(), op.geometry().columns(), scratch);
            this.u = addressOf(op.u());
            this.v = addressOf(op.v());
        }

        private static long room(@Nullable Buffer wanted, long count, Scratch scratch) {
            return wanted == null ? scratch.take(padded(count)) : addressOf(wanted);
        }

        /** sigma by the vectors as they were given. */
        void asGiven() {
            ofRows.launch(kernels, op.weight(), v, null, parts, 0);
            finish(
                    ofRows,
                    parts,
                    0,
                    u,
                    0,
                    addressOf(op.sigma()),
                    alpha,
                    0,
                    op.geometry().rows(),
                    op.eps());
            kernels.copy(op.u(), uAfter);
            kernels.copy(op.v(), vAfter);
        }

        void iterate(boolean last) {
            if (op.leftFirst()) {
                left(false);
                right(last);
            } else {
                right(false);
                left(last);
            }
        }

        private void left(boolean last) {
            ofRows.launch(kernels, op.weight(), v, null, parts, 0);
            normalize(ofRows, uAfter, last);
            u = uAfter;
        }

        private void right(boolean last) {
            ofColumns.launch(kernels, op.weight(), u, null, parts, 0);
            normalize(ofColumns, vAfter, last);
            v = vAfter;
        }

        private void normalize(WeightSumsLaunch sums, long vector, boolean last) {
            long sigma = last ? addressOf(op.sigma()) : 0;
            finish(
                    sums,
                    parts,
                    0,
                    0,
                    vector,
                    sigma,
                    last ? alpha : 0,
                    0,
                    op.geometry().rows(),
                    op.eps());
        }
    }

    private void finish(
            WeightSumsLaunch sums,
            long parts,
            long products,
            long given,
            long vector,
            long sigma,
            long alpha,
            long beta,
            long rows,
            double eps) {
        kernels.launch(
                Kernel.SPECTRAL_NORM_FINISH,
                sums.dtype(),
                sums.dtype(),
                ONE_BLOCK,
                arguments -> arguments
                        .address(parts)
                        .address(products)
                        .address(given)
                        .address(vector)
                        .address(sigma)
                        .address(alpha)
                        .address(beta)
                        .i64(sums.count())
                        .i64(rows)
                        .i32(sums.chunks())
                        .i32(sums.fold())
                        .number(eps));
    }
}
