package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.RowGeometry;
import org.jspecify.annotations.Nullable;

/**
 * How the backward pass of a row norm is launched: up to four kernels, one after the other, of which most calls need
 * only {@code rows}.
 *
 * @param dtype type that the kernels are made for
 * @param statistics makes the statistics of the rows for {@code columns}, where none were saved
 * @param columns sums over the rows of each chunk, where {@code rows} has no room for them
 * @param rows makes dx; the sums too, unless {@code columns} does
 * @param finish adds up the chunks, unless {@code rows} does
 * @param chunks rows of partial sums
 */
record RowNormBackwardLaunch(
        DType dtype,
        @Nullable RowNormForwardLaunch statistics,
        @Nullable LaunchConfig columns,
        @Nullable Rows rows,
        @Nullable LaunchConfig finish,
        int chunks) {
    private static final int PAD = 8;
    /** Threads that a multiprocessor has the registers for at once, in every kernel here. */
    private static final int TOGETHER = 512;

    /** Shared memory that the kernels have of their own, at most, where several blocks may share a multiprocessor. */
    private static final int OWN_SHARED = 20 << 10;
    /** Most chunks to give the largest blocks to: where there are few blocks, each has to carry more. */
    private static final int FEW = 104;

    private static final int FINISH_THREADS = 256;

    /**
     * The kernel that goes over the rows.
     *
     * @param kernel which
     * @param config threads and shared memory; a block for each chunk
     * @param lanes threads of a row
     * @param vectors vectors of each thread in a piece; 0 where registers hold the row
     * @param kept pieces that stay in shared memory
     * @param sums whether it sums dweight and dbias
     * @param finish whether it adds up the chunks too
     */
    record Rows(Kernel kernel, LaunchConfig config, int lanes, int vectors, int kept, boolean sums, boolean finish) {}

    /** The launches of a call with these facts. */
    static RowNormBackwardLaunch of(RowNormBackwardFacts facts, DeviceProperties device) {
        DType dtype = RowNormForwardLaunch.kernelType(facts.geometry().dtype(), facts.dyDType());
        if (!facts.parameters()) {
            Rows rows = facts.dx() ? inputOnly(facts, dtype, device) : null;
            return new RowNormBackwardLaunch(dtype, null, null, rows, null, 0);
        }
        int chunks = RowNormChunks.of(facts.geometry(), facts.dyDType());
        Rows rows = withSums(facts, dtype, chunks, device);
        if (rows == null) {
            return byColumns(facts, dtype, device);
        }
        LaunchConfig finish = rows.finish() ? null : finish(facts.geometry());
        return new RowNormBackwardLaunch(dtype, null, null, rows, finish, chunks);
    }

    /** One pass over x and dy for all gradients; null where a block has no room for a row and its sums. */
    private static @Nullable Rows withSums(
            RowNormBackwardFacts facts, DType dtype, int chunks, DeviceProperties device) {
        RowGeometry geometry = facts.geometry();
        int threads = chunks <= FEW ? RowBlocks.MAX_THREADS : RowBlocks.MAX_THREADS / 2;
        RowBlocks blocks = RowBlocks.backward(geometry.cols(), dtype, threads);
        if (inRegisters(facts, blocks)) {
            LaunchConfig config = new LaunchConfig(chunks, 1, blocks.threads(), 1);
            return rows(registers(blocks), config, blocks, new RowPieces(0, 0, 0), true, device);
        }
        blocks = RowBlocks.backward(geometry.cols(), dtype, RowBlocks.MAX_THREADS / 2);
        RowPieces pieces = RowPieces.withSums(
                blocks, tensors(facts), staged(facts), dtype.statistics().bytes(), device);
        if (pieces == null) {
            return null;
        }
        LaunchConfig config = new LaunchConfig(chunks, 1, blocks.threads(), 1).withShared(pieces.sharedBytes());
        return rows(Kernel.ROW_NORM_BACKWARD_ANY, config, blocks, pieces, true, device);
    }

    private static Rows inputOnly(RowNormBackwardFacts facts, DType dtype, DeviceProperties device) {
        RowGeometry geometry = facts.geometry();
        RowBlocks blocks = RowBlocks.backward(geometry.cols(), dtype, RowBlocks.MAX_THREADS / 2);
        long chunks = LaunchConfig.ceilDiv(geometry.rows(), blocks.rows());
        LaunchConfig config =
                new LaunchConfig(LaunchConfig.capped(chunks, LaunchConfig.MAX_GRID_X), 1, blocks.threads(), 1);
        if (inRegisters(facts, blocks)) {
            return rows(registers(blocks), config, blocks, new RowPieces(0, 0, 0), false, device);
        }
        RowPieces pieces = RowPieces.of(blocks, tensors(facts), staged(facts), device);
        return rows(
                Kernel.ROW_NORM_BACKWARD_ANY, config.withShared(pieces.sharedBytes()), blocks, pieces, false, device);
    }

    /** Rows too long for their sums: those are taken by columns, which reads x and dy again. */
    private static RowNormBackwardLaunch byColumns(RowNormBackwardFacts facts, DType dtype, DeviceProperties device) {
        RowGeometry geometry = facts.geometry();
        ColumnTiles tiles = new ColumnTiles(geometry.rows(), geometry.cols());
        RowNormForwardFacts forward = new RowNormForwardFacts(geometry, facts.dyDType(), false, facts.aligned());
        return new RowNormBackwardLaunch(
                dtype,
                facts.saved() ? null : RowNormForwardLaunch.any(forward, device),
                tiles.reduce(),
                facts.dx() ? inputOnly(facts, dtype, device) : null,
                finish(geometry),
                tiles.chunks());
    }

    private static Rows rows(
            Kernel kernel,
            LaunchConfig config,
            RowBlocks blocks,
            RowPieces pieces,
            boolean sums,
            DeviceProperties device) {
        int chunks = config.gridX();
        boolean together = sums && chunks > 1 && fitsTogether(config, device);
        return new Rows(
                kernel,
                together ? config.together() : config,
                blocks.lanes(),
                pieces.vectors(),
                pieces.kept(),
                sums,
                sums && (chunks == 1 || together));
    }

    /** Whether all blocks can surely run at the same time. */
    private static boolean fitsTogether(LaunchConfig config, DeviceProperties device) {
        int byThreads = TOGETHER / config.blockX();
        int byShared = device.sharedMemoryOptIn() / (config.sharedBytes() + OWN_SHARED);
        long blocks = (long) device.multiprocessors() * Math.max(1, Math.min(byThreads, byShared));
        return device.cooperativeLaunch() && config.gridX() <= blocks;
    }

    private static LaunchConfig finish(RowGeometry geometry) {
        long slices = LaunchConfig.ceilDiv(geometry.cols(), PAD);
        return new LaunchConfig(LaunchConfig.capped(slices, LaunchConfig.MAX_GRID_X), 1, FINISH_THREADS, 1);
    }

    private static boolean inRegisters(RowNormBackwardFacts facts, RowBlocks blocks) {
        return facts.aligned()
                && RowNormForwardLaunch.ownTypes(facts.geometry(), facts.dyDType())
                && blocks.inRegisters();
    }

    private static Kernel registers(RowBlocks blocks) {
        return blocks.vectors() <= 2 ? Kernel.ROW_NORM_BACKWARD_V2 : Kernel.ROW_NORM_BACKWARD_V4;
    }

    private static int tensors(RowNormBackwardFacts facts) {
        return facts.dsum() ? 3 : 2;
    }

    private static int staged(RowNormBackwardFacts facts) {
        return RowNormForwardLaunch.staged(facts.geometry(), facts.dyDType(), facts.aligned());
    }

    /** Elements of a row of partial sums, padded so that each begins at a whole sector. */
    long pitch(RowGeometry geometry) {
        return LaunchConfig.ceilDiv(geometry.cols(), PAD) * PAD;
    }

    /** Elements of the statistics type that the launches need between them. */
    long workspace(RowNormBackwardFacts facts) {
        RowGeometry geometry = facts.geometry();
        int gradients = (facts.dweight() ? 1 : 0) + (facts.dbias() ? 1 : 0);
        return gradients * chunks * pitch(geometry) + (statistics == null ? 0 : 3 * geometry.rows());
    }
}
