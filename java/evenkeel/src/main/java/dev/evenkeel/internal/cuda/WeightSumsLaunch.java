package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.WeightGeometry;
import org.jspecify.annotations.Nullable;

/**
 * How the rows or the columns of a weight are added up: a matter of its shape alone.
 *
 * @param byColumns whether the kernel adds over the middle one of the three dimensions that it sees, or over the others
 * @param outer the first dimension that the kernel sees
 * @param middle the second
 * @param inner the third
 * @param period of a kernel by columns: how the vector is indexed
 * @param outerChunks into how many parts sums are cut along the dimension summed over, the outer one of two
 * @param innerChunks the same along the inner one; 1 by columns
 * @param team of a kernel by rows: threads of a row
 * @param lanes of them along inner
 * @param count sums that there are
 * @param fold numbers of a chunk that are left to add for one sum
 * @param dtype type of the weight
 */
record WeightSumsLaunch(
        boolean byColumns,
        long outer,
        long middle,
        long inner,
        long period,
        int outerChunks,
        int innerChunks,
        int team,
        int lanes,
        long count,
        int fold,
        DType dtype) {
    /** Runs shorter than this leave most of a warp without work, unless neighbouring rows share it. */
    private static final int SHORT = 32;

    /** Blocks that keep a large device busy. */
    private static final long BLOCKS = 1024;

    private static final int THREADS = 256;
    private static final long COLUMNS_OF_BLOCK = 32;
    private static final int ROWS_OF_BLOCK = 8;
    /** Elements that are worth a chunk of their own, and rows of a kernel by columns that are. */
    private static final long ELEMENTS = 8192;

    private static final long ROWS = 64;

    /** Sums over each row. */
    static WeightSumsLaunch ofRows(WeightGeometry weight) {
        if (weight.outer() > 1 && weight.inner() < SHORT) {
            int inner = (int) weight.inner();
            return byColumns(1, weight.outer(), weight.rows() * inner, inner, weight.rows(), inner, weight.dtype());
        }
        return byRows(weight.outer(), weight.rows(), weight.inner(), weight.dtype());
    }

    /** Sums over each column. */
    static WeightSumsLaunch ofColumns(WeightGeometry weight) {
        if (weight.inner() == 1) {
            return byRows(1, weight.outer(), weight.rows(), weight.dtype());
        }
        return byColumns(weight.outer(), weight.rows(), weight.inner(), 1, weight.columns(), 1, weight.dtype());
    }

    private static WeightSumsLaunch byColumns(
            long batches, long rows, long width, long period, long count, int fold, DType dtype) {
        long tiles = batches * LaunchConfig.ceilDiv(width, COLUMNS_OF_BLOCK);
        int chunks = LaunchConfig.capped(Math.min(BLOCKS / tiles, rows / ROWS), (int) BLOCKS);
        return new WeightSumsLaunch(true, batches, rows, width, period, chunks, 1, 0, 0, count, fold, dtype);
    }

    private static WeightSumsLaunch byRows(long outer, long rows, long inner, DType dtype) {
        int lanes = lanes(inner, dtype);
        int team = (int) Math.min(THREADS, powerOfTwo(lanes * Math.min(outer, THREADS)));
        long blocks = LaunchConfig.ceilDiv(rows, THREADS / team);
        int chunks = LaunchConfig.capped(Math.min(BLOCKS / blocks, outer * inner / ELEMENTS), (int) BLOCKS);
        int outerChunks = (int) Math.min(chunks, outer);
        int innerChunks = LaunchConfig.capped(
                chunks / outerChunks, (int) Math.min(BLOCKS, LaunchConfig.ceilDiv(inner, ELEMENTS / 2)));
        return new WeightSumsLaunch(
                false, outer, rows, inner, 0, outerChunks, innerChunks, team, lanes, rows, 1, dtype);
    }

    /** Threads that share a run of so many elements: a power of two, up to a block. */
    static int lanes(long inner, DType dtype) {
        int vector = dtype == DType.F64 ? 2 : 4;
        long steps = inner % vector == 0 ? inner / vector : inner;
        return (int) powerOfTwo(Math.min(THREADS, steps));
    }

    /** The power of two that is not below {@code n}, which is at least 1. */
    private static long powerOfTwo(long n) {
        return n == 1 ? 1 : Long.highestOneBit(n - 1) << 1;
    }

    /** Parts that each sum comes in, of {@link #fold} numbers each. */
    int chunks() {
        return outerChunks * innerChunks;
    }

    /** Numbers that sums take until they are finished. */
    long parts() {
        return chunks() * count * fold;
    }

    private LaunchConfig config() {
        if (byColumns) {
            long tiles = outer * LaunchConfig.ceilDiv(inner, COLUMNS_OF_BLOCK);
            return new LaunchConfig(
                    LaunchConfig.capped(tiles, LaunchConfig.MAX_GRID_X),
                    outerChunks,
                    (int) COLUMNS_OF_BLOCK,
                    ROWS_OF_BLOCK);
        }
        long blocks = LaunchConfig.ceilDiv(middle, THREADS / team);
        return new LaunchConfig(LaunchConfig.capped(blocks, LaunchConfig.MAX_GRID_X), chunks(), THREADS, 1);
    }

    /** The kernel. */
    PtxLibrary.Loaded find(KernelLauncher kernels) {
        return kernels.find(byColumns ? Kernel.WEIGHT_SUMS_COLUMNS : Kernel.WEIGHT_SUMS_ROWS, dtype, dtype);
    }

    /** Adds up x·vector, or x² without one, to {@code first}, x·other, if there is one, to {@code second}; addresses. */
    void launch(KernelLauncher kernels, Buffer x, long vector, @Nullable Buffer other, long first, long second) {
        kernels.launch(find(kernels), config(), arguments -> {
            arguments
                    .buffer(x)
                    .address(vector)
                    .buffer(other)
                    .address(first)
                    .address(second)
                    .i64(outer)
                    .i64(middle)
                    .i64(inner);
            if (byColumns) {
                arguments.i64(outerChunks).i64(period).type(dtype);
            } else {
                arguments
                        .i32(outerChunks)
                        .i32(innerChunks)
                        .type(dtype)
                        .i32(team)
                        .i32(lanes);
            }
        });
    }
}
