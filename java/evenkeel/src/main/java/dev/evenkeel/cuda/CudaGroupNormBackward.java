package dev.evenkeel.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.function.Consumer;
import jcuda.driver.CUdeviceptr;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of {@link CudaGroupNormForward}: dx = rstd·(g − ⟨g⟩ − x̂·⟨g·x̂⟩) with g = weight·dy and means over the
 * group; dweight = Σ dy·x̂ and dbias = Σ dy of each channel. Statistics that are not given are found from x. dx may lie
 * where dy or x does. dy and x are needed.
 */
public final class CudaGroupNormBackward extends CudaOperation {
    private final ChannelDims dims;
    private final int groups;
    private final DType dtype;
    private DType paramType;
    private double eps = 1e-5;
    private boolean accumulate;
    private @Nullable Buffer dy;
    private @Nullable Buffer x;
    private @Nullable Buffer weight;
    private @Nullable Buffer mean;
    private @Nullable Buffer rstd;
    private @Nullable Buffer dx;
    private @Nullable Buffer dweight;
    private @Nullable Buffer dbias;

    CudaGroupNormBackward(CudaNorms norms, ChannelDims dims, int groups, DType dtype) {
        super(norms);
        Geometries.checkGroups(dims, groups);
        this.dims = dims;
        this.groups = groups;
        this.dtype = dtype;
        this.paramType = dtype;
    }

    /** Gradient of the loss by y. */
    public CudaGroupNormBackward dy(@Nullable CUdeviceptr pointer) {
        dy = elements("dy", pointer, dtype, dims.count());
        return this;
    }

    /** What was normalized. */
    public CudaGroupNormBackward x(@Nullable CUdeviceptr pointer) {
        x = elements("x", pointer, dtype, dims.count());
        return this;
    }

    /** The gain γ, of each channel; 1 where there is none. */
    public CudaGroupNormBackward weight(@Nullable CUdeviceptr pointer) {
        weight = elements("weight", pointer, paramType, dims.channels());
        return this;
    }

    /** The forward's mean. */
    public CudaGroupNormBackward mean(@Nullable CUdeviceptr pointer) {
        mean = elements("mean", pointer, dtype.statistics(), dims.samples() * groups);
        return this;
    }

    /** The forward's rstd. */
    public CudaGroupNormBackward rstd(@Nullable CUdeviceptr pointer) {
        rstd = elements("rstd", pointer, dtype.statistics(), dims.samples() * groups);
        return this;
    }

    /** Output: gradient by x. */
    public CudaGroupNormBackward dx(@Nullable CUdeviceptr pointer) {
        dx = elements("dx", pointer, dtype, dims.count());
        return this;
    }

    /** Output: gradient by weight. */
    public CudaGroupNormBackward dweight(@Nullable CUdeviceptr pointer) {
        dweight = elements("dweight", pointer, paramType, dims.channels());
        return this;
    }

    /** Output: gradient by bias. */
    public CudaGroupNormBackward dbias(@Nullable CUdeviceptr pointer) {
        dbias = elements("dbias", pointer, paramType, dims.channels());
        return this;
    }

    /** What is added to the variance; 1e-5 unless told. */
    public CudaGroupNormBackward eps(double newEps) {
        eps = checkedEps(newEps);
        changed();
        return this;
    }

    /** Type of weight, dweight and dbias: that of x, which it is unless told, or F32. To be told before any pointer. */
    public CudaGroupNormBackward paramType(DType newType) {
        requireNoPointers("paramType");
        paramType = checkedParamType(newType, dtype);
        changed();
        return this;
    }

    /** Whether dweight and dbias are added to what is there instead of replacing it; false unless told. */
    public CudaGroupNormBackward accumulate(boolean add) {
        accumulate = add;
        changed();
        return this;
    }

    /** As {@link CudaOperation#workspace}. */
    @Override
    public CudaGroupNormBackward workspace(@Nullable CUdeviceptr pointer, long bytes) {
        super.workspace(pointer, bytes);
        return this;
    }

    @Override
    Consumer<NormBackend> work() {
        GroupNormBackwardOp op = new GroupNormBackwardOp(
                geometry(), given(dy, "dy"), given(x, "x"), weight, mean, rstd, dx, dweight, dbias, accumulate);
        return backend -> backend.groupNormBackward(op);
    }

    private GroupGeometry geometry() {
        return Geometries.groups(dims, groups, eps, dtype, paramType);
    }
}
