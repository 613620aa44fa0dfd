package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cuda.RowNormBackwardLaunch.Rows;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import org.jspecify.annotations.Nullable;

/** The backward pass of row norms with the same facts, ready to be launched. */
final class RowNormBackward {
    private final KernelLauncher kernels;
    private final RowNormBackwardFacts facts;
    private final RowNormBackwardLaunch launch;
    private final @Nullable RowNormForward statistics;
    private final PtxLibrary.@Nullable Loaded columns;
    private final PtxLibrary.@Nullable Loaded rows;
    private final PtxLibrary.@Nullable Loaded finish;

    private RowNormBackward(KernelLauncher kernels, RowNormBackwardFacts facts, RowNormBackwardLaunch launch) {
        this.kernels = kernels;
        this.facts = facts;
        this.launch = launch;
        DType dtype = launch.dtype();
        this.statistics =
                launch.statistics() == null ? null : RowNormForward.statistics(kernels, launch.statistics(), facts);
        this.columns = launch.columns() == null ? null : kernels.find(Kernel.ROW_NORM_BACKWARD_COLUMNS, dtype, dtype);
        this.rows = launch.rows() == null ? null : kernels.find(launch.rows().kernel(), dtype, dtype);
        this.finish = launch.finish() == null ? null : kernels.find(Kernel.ROW_NORM_FINISH, dtype, dtype);
    }

    /** Decides on the launches and looks the kernels up. */
    static RowNormBackward prepare(KernelLauncher kernels, RowNormBackwardFacts facts) {
        return new RowNormBackward(kernels, facts, RowNormBackwardLaunch.of(facts, kernels.device()));
    }

    /** Elements of the statistics type that {@link #launch} needs as its workspace; may be 0. */
    long workspace() {
        return launch.workspace(facts);
    }

    /**
     * Launches a call with the facts that this was prepared for. Gradients of parameters come last, so that they are as
     * they were if a launch fails; dx comes after all that reads x and dy, whose memory it may share.
     *
     * @param workspace device address of as many elements as {@link #workspace} says, of any content; 0 if it says 0
     */
    void launch(RowNormBackwardOp op, long workspace) {
        RowNormWorkspace parts = new RowNormWorkspace(facts, launch, workspace);
        if (statistics != null) {
            RowGeometry geometry = facts.geometry();
            Buffer mean = geometry.norm() == RowNorm.RMS ? null : parts.mean();
            statistics.launch(
                    new RowNormForwardOp(geometry, op.x(), null, null, null, null, null, mean, parts.rstd()),
                    parts.rest());
        }
        if (columns != null && launch.columns() != null) {
            columns(columns, launch.columns(), op, parts);
        }
        if (rows != null && launch.rows() != null) {
            rows(rows, launch.rows(), op, parts);
        }
        if (finish != null && launch.finish() != null) {
            finish(finish, launch.finish(), op, parts);
        }
    }

    private void columns(PtxLibrary.Loaded kernel, LaunchConfig config, RowNormBackwardOp op, RowNormWorkspace parts) {
        RowGeometry geometry = facts.geometry();
        boolean rms = geometry.norm() == RowNorm.RMS;
        Buffer savedMean = rms ? null : op.mean();
        Buffer savedRstd = op.rstd();
        boolean ownMean = !rms && savedMean == null;
        kernels.launch(
                kernel,
                config,
                arguments -> arguments
                        .buffer(op.dy())
                        .buffer(op.x())
                        .buffer(ownMean ? parts.mean() : savedMean)
                        .buffer(ownMean ? parts.rest() : null)
                        .buffer(savedRstd == null ? parts.rstd() : savedRstd)
                        .address(parts.dweight())
                        .address(parts.dbias())
                        .i64(geometry.rows())
                        .i64(geometry.cols())
                        .i64(launch.chunks())
                        .type(geometry.dtype())
                        .type(facts.dyDType()));
    }

    private void rows(PtxLibrary.Loaded kernel, Rows how, RowNormBackwardOp op, RowNormWorkspace parts) {
        RowGeometry geometry = facts.geometry();
        boolean any = how.kernel() == Kernel.ROW_NORM_BACKWARD_ANY;
        kernels.launch(kernel, how.config(), arguments -> {
            arguments
                    .buffer(op.dy())
                    .buffer(op.x())
                    .buffer(op.weight())
                    .buffer(op.mean())
                    .buffer(op.rstd())
                    .buffer(op.dsum())
                    .buffer(op.dx())
                    .address(how.sums() ? parts.dweight() : 0)
                    .address(how.sums() ? parts.dbias() : 0)
                    .buffer(how.sums() ? op.dweight() : null)
                    .buffer(how.sums() ? op.dbias() : null)
                    .i64(geometry.rows())
                    .i64(geometry.cols())
                    .i64(how.config().gridX())
                    .i32(geometry.norm().ordinal());
            if (any) {
                arguments.type(geometry.dtype()).type(facts.dyDType());
            }
            arguments.type(geometry.paramDType()).i32(how.lanes());
            if (any) {
                arguments.i32(how.vectors()).i32(how.kept());
            }
            arguments
                    .flag(op.accumulate())
                    .flag(how.finish())
                    .number(geometry.eps())
                    .number(geometry.weightOffset());
        });
    }

    private void finish(PtxLibrary.Loaded kernel, LaunchConfig config, RowNormBackwardOp op, RowNormWorkspace parts) {
        kernels.launch(
                kernel,
                config,
                arguments -> arguments
                        .address(parts.dweight())
                        .address(parts.dbias())
                        .buffer(op.dweight())
                        .buffer(op.dbias())
                        .i64(facts.geometry().cols())
                        .i64(launch.chunks())
                        .type(facts.geometry().paramDType())
                        .flag(op.accumulate()));
    }
}
