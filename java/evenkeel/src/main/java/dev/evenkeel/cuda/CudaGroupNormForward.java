package dev.evenkeel.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.function.Consumer;
import jcuda.driver.CUdeviceptr;
import org.jspecify.annotations.Nullable;

/**
 * Group normalization: y = (x − mean)·rstd·weight + bias, mean and biased variance of each group of neighbouring
 * channels of each sample, rstd = 1/√(variance + eps). mean and rstd are (samples, groups), F32, or F64 for F64
 * tensors. y may lie where x does. Only x is needed.
 */
public final class CudaGroupNormForward extends CudaOperation {
    private final ChannelDims dims;
    private final int groups;
    private final DType dtype;
    private DType paramType;
    private double eps = 1e-5;
    private @Nullable Buffer x;
    private @Nullable Buffer weight;
    private @Nullable Buffer bias;
    private @Nullable Buffer y;
    private @Nullable Buffer mean;
    private @Nullable Buffer rstd;

    CudaGroupNormForward(CudaNorms norms, ChannelDims dims, int groups, DType dtype) {
        super(norms);
        Geometries.checkGroups(dims, groups);
        this.dims = dims;
        this.groups = groups;
        this.dtype = dtype;
        this.paramType = dtype;
    }

    /** The input. */
    public CudaGroupNormForward x(@Nullable CUdeviceptr pointer) {
        x = elements("x", pointer, dtype, dims.count());
        return this;
    }

    /** The gain γ, of each channel; 1 where there is none. */
    public CudaGroupNormForward weight(@Nullable CUdeviceptr pointer) {
        weight = elements("weight", pointer, paramType, dims.channels());
        return this;
    }

    /** The shift β, of each channel; 0 where there is none. */
    public CudaGroupNormForward bias(@Nullable CUdeviceptr pointer) {
        bias = elements("bias", pointer, paramType, dims.channels());
        return this;
    }

    /** The output. */
    public CudaGroupNormForward y(@Nullable CUdeviceptr pointer) {
        y = elements("y", pointer, dtype, dims.count());
        return this;
    }

    /** Output: each group's mean. */
    public CudaGroupNormForward mean(@Nullable CUdeviceptr pointer) {
        mean = elements("mean", pointer, dtype.statistics(), dims.samples() * groups);
        return this;
    }

    /** Output: each group's 1/√(variance + eps). */
    public CudaGroupNormForward rstd(@Nullable CUdeviceptr pointer) {
        rstd = elements("rstd", pointer, dtype.statistics(), dims.samples() * groups);
        return this;
    }

    /** What is added to the variance; 1e-5 unless told. */
    public CudaGroupNormForward eps(double newEps) {
        eps = checkedEps(newEps);
        changed();
        return this;
    }

    /** Type of weight and bias: that of x, which it is unless told, or F32. To be told before any pointer. */
    public CudaGroupNormForward paramType(DType newType) {
        requireNoPointers("paramType");
        paramType = checkedParamType(newType, dtype);
        changed();
        return this;
    }

    /** As {@link CudaOperation#workspace}. */
    @Override
    public CudaGroupNormForward workspace(@Nullable CUdeviceptr pointer, long bytes) {
        super.workspace(pointer, bytes);
        return this;
    }

    @Override
    Consumer<NormBackend> work() {
        GroupNormForwardOp op = new GroupNormForwardOp(geometry(), given(x, "x"), weight, bias, y, mean, rstd, null);
        return backend -> backend.groupNormForward(op);
    }

    private GroupGeometry geometry() {
        return Geometries.groups(dims, groups, eps, dtype, paramType);
    }
}
