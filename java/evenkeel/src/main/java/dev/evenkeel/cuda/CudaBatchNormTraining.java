package dev.evenkeel.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cuda.CudaCounter;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RunningMix;
import java.util.function.Consumer;
import jcuda.driver.CUdeviceptr;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization by the batch's own statistics: y = act((x − mean)·rstd·weight + bias + residual), mean and biased
 * variance of each channel over samples and inner, rstd = 1/√(variance + eps). Running statistics move in place by
 * PyTorch's rule: running = (1 − momentum)·running + momentum·batch, with the unbiased variance. Statistics are F32, or
 * F64 for F64 tensors. y may lie where x or residual does. x, mean and rstd are needed.
 */
public final class CudaBatchNormTraining extends CudaOperation {
    private final ChannelDims dims;
    private final DType dtype;
    private DType paramType;
    private double eps = 1e-5;
    private boolean relu;
    private double momentum = 0.1;
    private @Nullable CudaCounter batches;
    private @Nullable Buffer x;
    private @Nullable Buffer residual;
    private @Nullable Buffer weight;
    private @Nullable Buffer bias;
    private @Nullable Buffer y;
    private @Nullable Buffer mean;
    private @Nullable Buffer rstd;
    private @Nullable Buffer runningMean;
    private @Nullable Buffer runningVar;

    CudaBatchNormTraining(CudaNorms norms, ChannelDims dims, DType dtype) {
        super(norms);
        this.dims = dims;
        this.dtype = dtype;
        this.paramType = dtype;
    }

    /** The input. */
    public CudaBatchNormTraining x(@Nullable CUdeviceptr pointer) {
        x = elements("x", pointer, dtype, dims.count());
        return this;
    }

    /** Added after normalizing, before the activation. */
    public CudaBatchNormTraining residual(@Nullable CUdeviceptr pointer) {
        residual = elements("residual", pointer, dtype, dims.count());
        return this;
    }

    /** The gain γ; 1 where there is none. */
    public CudaBatchNormTraining weight(@Nullable CUdeviceptr pointer) {
        weight = elements("weight", pointer, paramType, dims.channels());
        return this;
    }

    /** The shift β; 0 where there is none. */
    public CudaBatchNormTraining bias(@Nullable CUdeviceptr pointer) {
        bias = elements("bias", pointer, paramType, dims.channels());
        return this;
    }

    /** The output. */
    public CudaBatchNormTraining y(@Nullable CUdeviceptr pointer) {
        y = elements("y", pointer, dtype, dims.count());
        return this;
    }

    /** Output: each channel's mean. */
    public CudaBatchNormTraining mean(@Nullable CUdeviceptr pointer) {
        mean = elements("mean", pointer, dtype.statistics(), dims.channels());
        return this;
    }

    /** Output: each channel's 1/√(variance + eps). */
    public CudaBatchNormTraining rstd(@Nullable CUdeviceptr pointer) {
        rstd = elements("rstd", pointer, dtype.statistics(), dims.channels());
        return this;
    }

    /** The running mean, moved in place; both or neither. */
    public CudaBatchNormTraining runningMean(@Nullable CUdeviceptr pointer) {
        runningMean = elements("runningMean", pointer, dtype.statistics(), dims.channels());
        return this;
    }

    /** The running variance, moved in place; both or neither. */
    public CudaBatchNormTraining runningVar(@Nullable CUdeviceptr pointer) {
        runningVar = elements("runningVar", pointer, dtype.statistics(), dims.channels());
        return this;
    }

    /** What is added to the variance; 1e-5 unless told. */
    public CudaBatchNormTraining eps(double newEps) {
        eps = checkedEps(newEps);
        changed();
        return this;
    }

    /** Type of weight and bias: that of x, which it is unless told, or F32. To be told before any pointer. */
    public CudaBatchNormTraining paramType(DType newType) {
        requireNoPointers("paramType");
        paramType = checkedParamType(newType, dtype);
        changed();
        return this;
    }

    /** Whether max(0, ·) follows; false unless told. */
    public CudaBatchNormTraining relu(boolean on) {
        relu = on;
        changed();
        return this;
    }

    /** An int64 on the device that is counted up by each launch: PyTorch's {@code num_batches_tracked}. */
    public CudaBatchNormTraining batches(@Nullable CUdeviceptr pointer) {
        batches = counter("batches", pointer);
        return this;
    }

    /** Running statistics are the plain mean over all batches, {@code momentum=None}; needs {@link #batches}. */
    public CudaBatchNormTraining cumulative() {
        momentum = RunningMix.CUMULATIVE;
        changed();
        return this;
    }

    /** Weight of the new batch in the running statistics, as PyTorch has it; 0.1 unless told. */
    public CudaBatchNormTraining momentum(double newMomentum) {
        if (!(newMomentum >= 0 && newMomentum <= 1)) {
            throw new IllegalArgumentException("momentum must be between 0 and 1, not " + newMomentum);
        }
        momentum = newMomentum;
        changed();
        return this;
    }

    /** As {@link CudaOperation#workspace}. */
    @Override
    public CudaBatchNormTraining workspace(@Nullable CUdeviceptr pointer, long bytes) {
        super.workspace(pointer, bytes);
        return this;
    }

    @Override
    Consumer<NormBackend> work() {
        BatchNormTrainingOp op = new BatchNormTrainingOp(
                geometry(),
                given(x, "x"),
                residual,
                weight,
                bias,
                y,
                given(mean, "mean"),
                given(rstd, "rstd"),
                running());
        return backend -> backend.batchNormTraining(op);
    }

    private @Nullable RunningMix running() {
        if (runningMean == null && runningVar == null) {
            if (batches != null) {
                throw new IllegalStateException(
                        "batches counts the updates of running statistics, which were not given");
            }
            return null;
        }
        if (momentum == RunningMix.CUMULATIVE && batches == null) {
            throw new IllegalStateException("batches was not given, which cumulative running statistics need");
        }
        long count = dims.samples() * dims.inner();
        if (count < 2) {
            throw new IllegalStateException("the variance of one value per channel can't move a running variance");
        }
        return new RunningMix(
                given(runningMean, "runningMean"),
                given(runningVar, "runningVar"),
                momentum,
                (double) count / (count - 1),
                batches);
    }

    private ChannelGeometry geometry() {
        return Geometries.channels(dims, eps, dtype, paramType, relu);
    }
}
