package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import org.jspecify.annotations.Nullable;

/** The forward pass of row norms with the same facts, ready to be launched. */
final class RowNormForward {
    private final KernelLauncher kernels;
    private final RowNormForwardLaunch launch;
    private final RowGeometry geometry;
    private final DType yDType;
    private final PtxLibrary.Loaded kernel;

    private RowNormForward(KernelLauncher kernels, RowNormForwardLaunch launch, RowGeometry geometry, DType yDType) {
        this.kernels = kernels;
        this.launch = launch;
        this.geometry = geometry;
        this.yDType = yDType;
        this.kernel = kernels.find(launch.kernel(), launch.dtype(), launch.dtype());
    }

    /** Decides on the launch and looks the kernel up. */
    static RowNormForward prepare(KernelLauncher kernels, RowNormForwardFacts facts) {
        RowNormForwardLaunch launch = RowNormForwardLaunch.of(facts, kernels.device());
        return new RowNormForward(kernels, launch, facts.geometry(), facts.yDType());
    }

    /** The statistics alone of the rows of x. */
    static RowNormForward statistics(KernelLauncher kernels, RowNormForwardLaunch launch, RowNormBackwardFacts facts) {
        return new RowNormForward(
                kernels, launch, facts.geometry(), facts.geometry().dtype());
    }

    /** Launches a call with the facts that this was prepared for. */
    void launch(RowNormForwardOp op) {
        launch(op, null);
    }

    /** @param rest where what mean cannot hold of the mean goes; null unless the kernel for any rows was prepared */
    void launch(RowNormForwardOp op, @Nullable Buffer rest) {
        boolean any = launch.kernel() == Kernel.ROW_NORM_FORWARD_ANY;
        kernels.launch(kernel, launch.config(), arguments -> {
            arguments
                    .buffer(op.x())
                    .buffer(op.residual())
                    .buffer(op.weight())
                    .buffer(op.bias())
                    .buffer(op.y())
                    .buffer(op.sum())
                    .buffer(op.mean());
            if (any) {
                arguments.buffer(rest);
            }
            arguments
                    .buffer(op.rstd())
                    .i64(geometry.rows())
                    .i64(geometry.cols())
                    .i32(geometry.norm().ordinal());
            if (any) {
                arguments.type(geometry.dtype()).type(yDType);
            }
            arguments.type(geometry.paramDType()).i32(launch.lanes());
            if (any) {
                arguments.i32(launch.vectors()).i32(launch.kept());
            }
            arguments.number(geometry.eps()).number(geometry.weightOffset());
        });
    }
}
