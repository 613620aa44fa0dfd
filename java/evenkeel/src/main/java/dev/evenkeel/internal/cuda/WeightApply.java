package dev.evenkeel.internal.cuda;

import static dev.evenkeel.internal.cuda.KernelArguments.addressOf;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.WeightGeometry;
import org.jspecify.annotations.Nullable;

/**
 * The last launch of weight and spectral norm: out = x·alpha + y·beta, or vector in place of y. What is added to, it
 * writes all of, so that a launch that fails leaves it as it was.
 *
 * @param x factor of alpha
 * @param alpha address of a number for each row
 * @param y factor of beta, or null
 * @param vector address of a number for each column, or 0
 * @param beta address of a number for each row; 0 with neither y nor vector
 * @param out the result; null: only that of rows
 * @param rowValues address of a number for each row, or 0
 * @param rowOut where these go, or null
 * @param accumulate whether both results are added to
 */
record WeightApply(
        Buffer x,
        long alpha,
        @Nullable Buffer y,
        long vector,
        long beta,
        @Nullable Buffer out,
        long rowValues,
        @Nullable Buffer rowOut,
        boolean accumulate) {
    private static final int THREADS = 256;
    /** Steps of a block along a run that are worth a block of their own. */
    private static final long STEPS = 8;

    /** The kernel. */
    static PtxLibrary.Loaded find(KernelLauncher kernels, DType dtype) {
        return kernels.find(Kernel.WEIGHT_APPLY, dtype, dtype);
    }

    /** How runs of a weight are shared out. */
    static LaunchConfig config(WeightGeometry weight, int lanes) {
        long blocks = LaunchConfig.ceilDiv(weight.outer() * weight.rows(), THREADS / lanes);
        int vector = weight.dtype() == DType.F64 ? 2 : 4;
        long sharing = LaunchConfig.ceilDiv(weight.inner(), vector * THREADS * STEPS);
        return new LaunchConfig(
                LaunchConfig.capped(blocks, LaunchConfig.MAX_GRID_X),
                LaunchConfig.capped(sharing, LaunchConfig.MAX_GRID_Y),
                THREADS,
                1);
    }

    void launch(KernelLauncher kernels, WeightGeometry geometry) {
        DType dtype = geometry.dtype();
        WeightGeometry walked = out == null ? new WeightGeometry(1, geometry.rows(), 1, dtype) : geometry;
        int lanes = WeightSumsLaunch.lanes(walked.inner(), dtype);
        kernels.launch(
                find(kernels, dtype),
                config(walked, lanes),
                arguments -> arguments
                        .buffer(x)
                        .address(alpha)
                        .buffer(y)
                        .address(vector)
                        .address(beta)
                        .buffer(out)
                        .address(rowValues)
                        .address(addressOf(rowOut))
                        .i64(walked.outer())
                        .i64(walked.rows())
                        .i64(walked.inner())
                        .i32(lanes)
                        .type(dtype)
                        .type(rowOut == null ? dtype : rowOut.dtype())
                        .flag(accumulate));
    }
}
