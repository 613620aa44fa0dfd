package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.RowGeometry;

/**
 * How the forward pass of a row norm is launched.
 *
 * @param kernel which of its kernels
 * @param dtype type that the kernel is made for
 * @param config threads and shared memory
 * @param lanes threads of a row
 * @param vectors vectors of each thread in a piece; 0 where registers hold the row
 * @param kept pieces that stay in shared memory
 */
record RowNormForwardLaunch(Kernel kernel, DType dtype, LaunchConfig config, int lanes, int vectors, int kept) {
    private static final int SECTOR = 32;

    /** The launch of a call with these facts. */
    static RowNormForwardLaunch of(RowNormForwardFacts facts, DeviceProperties device) {
        DType dtype = kernelType(facts.geometry().dtype(), facts.yDType());
        RowBlocks blocks = RowBlocks.forward(facts.geometry().cols(), dtype);
        boolean simple = facts.aligned() && ownTypes(facts.geometry(), facts.yDType());
        if (simple && blocks.inRegisters() && wholeSectors(facts.geometry().cols(), dtype)) {
            Kernel kernel = blocks.vectors() <= 2 ? Kernel.ROW_NORM_FORWARD_V2 : Kernel.ROW_NORM_FORWARD_V4;
            return new RowNormForwardLaunch(kernel, dtype, grid(facts.geometry(), blocks, 0), blocks.lanes(), 0, 0);
        }
        return any(facts, device);
    }

    /** The same by the kernel that takes rows of any kind and can leave the rest of the mean. */
    static RowNormForwardLaunch any(RowNormForwardFacts facts, DeviceProperties device) {
        RowGeometry geometry = facts.geometry();
        DType dtype = kernelType(geometry.dtype(), facts.yDType());
        RowBlocks blocks = RowBlocks.forward(geometry.cols(), dtype);
        int staged = staged(geometry, facts.yDType(), facts.aligned());
        RowPieces pieces = RowPieces.of(blocks, facts.residual() ? 2 : 1, staged, device);
        return new RowNormForwardLaunch(
                Kernel.ROW_NORM_FORWARD_ANY,
                dtype,
                grid(geometry, blocks, pieces.sharedBytes()),
                blocks.lanes(),
                pieces.vectors(),
                pieces.kept());
    }

    /** The type whose kernel takes tensors of both: their own, or float where they differ. */
    static DType kernelType(DType one, DType other) {
        return one == other ? one : DType.F32;
    }

    /** Whether the tensors are all of one type, and the parameters of a type that every kernel for it knows. */
    static boolean ownTypes(RowGeometry geometry, DType other) {
        DType dtype = geometry.dtype();
        return dtype == other && (geometry.paramDType() == dtype || geometry.paramDType() == dtype.statistics());
    }

    /** Whether rows begin at whole sectors; where they don't, neighbouring warps would both touch what lies between. */
    private static boolean wholeSectors(long cols, DType dtype) {
        return cols * dtype.bytes() % SECTOR == 0;
    }

    /** Bytes of the largest element that goes through shared memory on its way to its thread; 0 if none does. */
    static int staged(RowGeometry geometry, DType other, boolean aligned) {
        DType dtype = geometry.dtype();
        boolean direct = aligned && wholeSectors(geometry.cols(), dtype) && wholeSectors(geometry.cols(), other);
        return direct ? 0 : Math.max(dtype.bytes(), other.bytes());
    }

    private static LaunchConfig grid(RowGeometry geometry, RowBlocks blocks, int sharedBytes) {
        long grid = LaunchConfig.ceilDiv(geometry.rows(), blocks.rows());
        return new LaunchConfig(LaunchConfig.capped(grid, LaunchConfig.MAX_GRID_X), 1, blocks.threads(), 1)
                .withShared(sharedBytes);
    }
}
