package dev.evenkeel.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.function.Consumer;
import jcuda.driver.CUdeviceptr;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization by given statistics: y = act((x − mean)·rstd·weight + bias + residual). Statistics are F32, or
 * F64 for F64 tensors. y may lie where x or residual does. x, mean, rstd and y are needed.
 */
public final class CudaBatchNormInference extends CudaOperation {
    private final ChannelDims dims;
    private final DType dtype;
    private DType paramType;
    private boolean relu;
    private @Nullable Buffer x;
    private @Nullable Buffer residual;
    private @Nullable Buffer weight;
    private @Nullable Buffer bias;
    private @Nullable Buffer mean;
    private @Nullable Buffer rstd;
    private @Nullable Buffer y;

    CudaBatchNormInference(CudaNorms norms, ChannelDims dims, DType dtype) {
        super(norms);
        this.dims = dims;
        this.dtype = dtype;
        this.paramType = dtype;
    }

    /** The input. */
    public CudaBatchNormInference x(@Nullable CUdeviceptr pointer) {
        x = elements("x", pointer, dtype, dims.count());
        return this;
    }

    /** Added after normalizing, before the activation. */
    public CudaBatchNormInference residual(@Nullable CUdeviceptr pointer) {
        residual = elements("residual", pointer, dtype, dims.count());
        return this;
    }

    /** The gain γ; 1 where there is none. */
    public CudaBatchNormInference weight(@Nullable CUdeviceptr pointer) {
        weight = elements("weight", pointer, paramType, dims.channels());
        return this;
    }

    /** The shift β; 0 where there is none. */
    public CudaBatchNormInference bias(@Nullable CUdeviceptr pointer) {
        bias = elements("bias", pointer, paramType, dims.channels());
        return this;
    }

    /** Each channel's mean. */
    public CudaBatchNormInference mean(@Nullable CUdeviceptr pointer) {
        mean = elements("mean", pointer, dtype.statistics(), dims.channels());
        return this;
    }

    /** Each channel's 1/√(variance + eps). */
    public CudaBatchNormInference rstd(@Nullable CUdeviceptr pointer) {
        rstd = elements("rstd", pointer, dtype.statistics(), dims.channels());
        return this;
    }

    /** The output. */
    public CudaBatchNormInference y(@Nullable CUdeviceptr pointer) {
        y = elements("y", pointer, dtype, dims.count());
        return this;
    }

    /** Type of weight and bias: that of x, which it is unless told, or F32. To be told before any pointer. */
    public CudaBatchNormInference paramType(DType newType) {
        requireNoPointers("paramType");
        paramType = checkedParamType(newType, dtype);
        changed();
        return this;
    }

    /** Whether max(0, ·) follows; false unless told. */
    public CudaBatchNormInference relu(boolean on) {
        relu = on;
        changed();
        return this;
    }

    /** As {@link CudaOperation#workspace}. */
    @Override
    public CudaBatchNormInference workspace(@Nullable CUdeviceptr pointer, long bytes) {
        super.workspace(pointer, bytes);
        return this;
    }

    @Override
    Consumer<NormBackend> work() {
        BatchNormInferenceOp op = new BatchNormInferenceOp(
                geometry(),
                given(x, "x"),
                residual,
                weight,
                bias,
                given(mean, "mean"),
                null,
                given(rstd, "rstd"),
                given(y, "y"));
        return backend -> backend.batchNormInference(op);
    }

    private ChannelGeometry geometry() {
        return Geometries.channels(dims, 0, dtype, paramType, relu);
    }
}
