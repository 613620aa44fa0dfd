package dev.evenkeel.cuda;

import dev.evenkeel.BackendUnavailableException;
import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.DeviceException;
import dev.evenkeel.internal.cuda.CudaBackend;
import dev.evenkeel.internal.cuda.WorkspaceDriver;
import dev.evenkeel.internal.cuda.jcuda.CallerContext;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RowNorm;
import java.util.function.Consumer;
import jcuda.driver.CUstream;

/**
 * Normalization as one more step of a JCuda program: its device pointers, its streams, the context that is current.
 *
 * <pre>{@code
 * CudaNorms norms = CudaNorms.inCurrentContext();
 * norms.layerNormForward(rows, cols, DType.F32).x(x).weight(weight).bias(bias).y(y).launch(stream);
 * }</pre>
 *
 * <p>An operation enqueues its kernels on the given stream and returns. It allocates no device memory, copies nothing
 * and waits for nothing, so that it may be captured into a CUDA graph. What it needs between its kernels it takes from
 * a workspace of the caller's; {@link CudaOperation#workspaceBytes} says how much. Keep an operation and launch it
 * again: only pointers that change have to be given anew.
 *
 * <p>Kernels are compiled by the driver when the first operation of their family is launched or measured. Do that once
 * before a capture.
 *
 * <p>Thread-safe; an operation is not. The context has to be current to every thread that launches. For several
 * contexts, make one of these in each. All pointers, streams and workspaces remain the caller's, who frees them.
 */
public final class CudaNorms implements AutoCloseable {
    private final WorkspaceDriver driver;
    private final Consumer<CUstream> streams;
    private final NormBackend backend;

    CudaNorms(WorkspaceDriver driver, Consumer<CUstream> streams) {
        this.driver = driver;
        this.streams = streams;
        this.backend = new CudaBackend(Device.cuda(0), driver);
    }

    /**
     * For the context that is current to this thread, which must not be destroyed before this is closed.
     *
     * @throws IllegalStateException if no context is current
     * @throws BackendUnavailableException if its device is older than Turing (sm_75)
     * @throws DeviceException if a call of the driver fails
     */
    public static CudaNorms inCurrentContext() {
        CallerContext context = new CallerContext();
        int capability = context.properties().computeCapability();
        if (!CudaBackend.runsOn(capability)) {
            context.close();
            throw new BackendUnavailableException(
                    Device.cuda(0),
                    context.properties().description() + ": the kernels need sm_75 (Turing) or newer",
                    null);
        }
        return new CudaNorms(new WorkspaceDriver(context), context::use);
    }

    /**
     * Layer normalization of a row-major (rows, cols) matrix.
     *
     * @throws IllegalArgumentException if a size is not positive
     */
    public CudaRowNormForward layerNormForward(long rows, long cols, DType dtype) {
        return new CudaRowNormForward(this, RowNorm.LAYER, rows, cols, dtype);
    }

    /** Gradients of {@link #layerNormForward}. */
    public CudaRowNormBackward layerNormBackward(long rows, long cols, DType dtype) {
        return new CudaRowNormBackward(this, RowNorm.LAYER, rows, cols, dtype);
    }

    /**
     * RMS normalization of a row-major (rows, cols) matrix.
     *
     * @throws IllegalArgumentException if a size is not positive
     */
    public CudaRowNormForward rmsNormForward(long rows, long cols, DType dtype) {
        return new CudaRowNormForward(this, RowNorm.RMS, rows, cols, dtype);
    }

    /** Gradients of {@link #rmsNormForward}. */
    public CudaRowNormBackward rmsNormBackward(long rows, long cols, DType dtype) {
        return new CudaRowNormBackward(this, RowNorm.RMS, rows, cols, dtype);
    }

    /** Batch normalization by the batch's own statistics. */
    public CudaBatchNormTraining batchNormTraining(ChannelDims dims, DType dtype) {
        return new CudaBatchNormTraining(this, dims, dtype);
    }

    /** Batch normalization by given statistics. */
    public CudaBatchNormInference batchNormInference(ChannelDims dims, DType dtype) {
        return new CudaBatchNormInference(this, dims, dtype);
    }

    /** Gradients of batch normalization, in training or with constant statistics. */
    public CudaBatchNormBackward batchNormBackward(ChannelDims dims, DType dtype) {
        return new CudaBatchNormBackward(this, dims, dtype);
    }

    /**
     * Group normalization; instance normalization with as many groups as channels.
     *
     * @throws IllegalArgumentException if groups don't divide the channels
     */
    public CudaGroupNormForward groupNormForward(ChannelDims dims, int groups, DType dtype) {
        return new CudaGroupNormForward(this, dims, groups, dtype);
    }

    /** Gradients of {@link #groupNormForward}. */
    public CudaGroupNormBackward groupNormBackward(ChannelDims dims, int groups, DType dtype) {
        return new CudaGroupNormBackward(this, dims, groups, dtype);
    }

    synchronized void launch(CUstream stream, long workspace, long bytes, Consumer<NormBackend> work) {
        streams.accept(stream);
        driver.run(workspace, bytes, () -> work.accept(backend));
    }

    synchronized long measure(Consumer<NormBackend> work) {
        return driver.measure(() -> work.accept(backend));
    }

    /** Unloads the kernels; no launch may be under way. The context has to be current. */
    @Override
    public synchronized void close() {
        driver.close();
    }
}
