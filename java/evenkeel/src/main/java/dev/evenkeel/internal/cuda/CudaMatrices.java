package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.MatrixBackend;
import dev.evenkeel.internal.spi.MatrixProductOp;
import dev.evenkeel.internal.spi.MatrixView;
import java.util.Optional;

/** Products of matrices by a library where the driver has one, else by a kernel; sums by a kernel. */
final class CudaMatrices implements MatrixBackend {
    /** Rows and columns of c that a block computes. */
    private static final int TILE = 64;

    private static final int PRODUCT_THREADS = 256;

    /** Columns that a block sums, and the threads that share one. */
    private static final int SUM_COLS = 32;

    private final KernelLauncher kernels;

    CudaMatrices(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    @Override
    public void multiply(MatrixProductOp op) {
        if (op.c().rows() == 0 || op.c().cols() == 0) {
            return;
        }
        Optional<MatrixLibrary> library =
                op.depth() == 0 ? Optional.empty() : kernels.matrixLibrary().filter(found -> found.takes(op));
        if (library.isEmpty()) {
            launch(op, op.depth());
            return;
        }
        if (op.bias() != null) {
            launch(op, 0);
        }
        library.get().multiply(op, op.accumulate() || op.bias() != null);
    }

    /** Of depth 0 there is no product: c gets, or gains, the bias alone. */
    private void launch(MatrixProductOp op, long depth) {
        MatrixView a = op.a();
        MatrixView b = op.b();
        MatrixView c = op.c();
        kernels.launch(
                Kernel.MATRIX_PRODUCT,
                c.buffer().dtype(),
                c.buffer().dtype(),
                productLaunch(c.rows(), c.cols()),
                arguments -> arguments
                        .address(addressOf(depth == 0 ? c : a))
                        .address(addressOf(depth == 0 ? c : b))
                        .buffer(op.bias())
                        .address(addressOf(c))
                        .i64(c.rows())
                        .i64(c.cols())
                        .i64(depth)
                        .i64(op.transposeA() ? 1 : a.stride())
                        .i64(op.transposeA() ? a.stride() : 1)
                        .i64(op.transposeB() ? 1 : b.stride())
                        .i64(op.transposeB() ? b.stride() : 1)
                        .i64(c.stride())
                        .flag(op.accumulate()));
    }

    @Override
    public void sumRows(MatrixView x, Buffer into, boolean accumulate) {
        if (x.cols() == 0) {
            return;
        }
        kernels.launch(
                Kernel.MATRIX_SUM_ROWS,
                into.dtype(),
                into.dtype(),
                sumLaunch(x.cols()),
                arguments -> arguments
                        .address(x.rows() == 0 ? KernelArguments.addressOf(into) : addressOf(x))
                        .buffer(into)
                        .i64(x.rows())
                        .i64(x.cols())
                        .i64(x.stride())
                        .flag(accumulate));
    }

    @Override
    public String description() {
        return kernels.matrixLibrary().map(MatrixLibrary::description).orElse("kernels of this project");
    }

    static LaunchConfig productLaunch(long rows, long cols) {
        long tiles = LaunchConfig.ceilDiv(rows, TILE) * LaunchConfig.ceilDiv(cols, TILE);
        return new LaunchConfig(LaunchConfig.capped(tiles, LaunchConfig.MAX_GRID_X), 1, PRODUCT_THREADS, 1);
    }

    static LaunchConfig sumLaunch(long cols) {
        long blocks = LaunchConfig.ceilDiv(cols, SUM_COLS);
        return new LaunchConfig(LaunchConfig.capped(blocks, LaunchConfig.MAX_GRID_X), 1, SUM_COLS, SUM_COLS);
    }

    private static long addressOf(MatrixView view) {
        return KernelArguments.addressOf(view.buffer())
                + view.offset() * view.buffer().dtype().bytes();
    }
}
