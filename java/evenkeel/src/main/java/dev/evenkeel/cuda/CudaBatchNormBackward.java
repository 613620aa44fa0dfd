package dev.evenkeel.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.function.Consumer;
import jcuda.driver.CUdeviceptr;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of batch normalization, with x̂ = (x − mean)·rstd and g = dy, or 0 where relu cut: dbias = Σ g,
 * dweight = Σ g·x̂, dresidual = g, dx = weight·rstd·(g − ⟨g⟩ − x̂·⟨g·x̂⟩), or weight·rstd·g where the statistics are
 * constants. Batch statistics that are not given are found from x. residual and bias are read only for relu. dx and
 * dresidual may lie where dy, x or residual does, but not both in one place. dy and x are needed.
 */
public final class CudaBatchNormBackward extends CudaOperation {
    private final ChannelDims dims;
    private final DType dtype;
    private DType paramType;
    private double eps = 1e-5;
    private boolean relu;
    private boolean constantStatistics;
    private boolean accumulate;
    private @Nullable Buffer dy;
    private @Nullable Buffer x;
    private @Nullable Buffer residual;
    private @Nullable Buffer weight;
    private @Nullable Buffer bias;
    private @Nullable Buffer mean;
    private @Nullable Buffer rstd;
    private @Nullable Buffer dx;
    private @Nullable Buffer dresidual;
    private @Nullable Buffer dweight;
    private @Nullable Buffer dbias;

    CudaBatchNormBackward(CudaNorms norms, ChannelDims dims, DType dtype) {
        super(norms);
        this.dims = dims;
        this.dtype = dtype;
        this.paramType = dtype;
    }

    /** Gradient of the loss by y. */
    public CudaBatchNormBackward dy(@Nullable CUdeviceptr pointer) {
        dy = elements("dy", pointer, dtype, dims.count());
        return this;
    }

    /** What was normalized. */
    public CudaBatchNormBackward x(@Nullable CUdeviceptr pointer) {
        x = elements("x", pointer, dtype, dims.count());
        return this;
    }

    /** The forward's residual. */
    public CudaBatchNormBackward residual(@Nullable CUdeviceptr pointer) {
        residual = elements("residual", pointer, dtype, dims.count());
        return this;
    }

    /** The gain γ; 1 where there is none. */
    public CudaBatchNormBackward weight(@Nullable CUdeviceptr pointer) {
        weight = elements("weight", pointer, paramType, dims.channels());
        return this;
    }

    /** The shift β; 0 where there is none. */
    public CudaBatchNormBackward bias(@Nullable CUdeviceptr pointer) {
        bias = elements("bias", pointer, paramType, dims.channels());
        return this;
    }

    /** The forward's mean. */
    public CudaBatchNormBackward mean(@Nullable CUdeviceptr pointer) {
        mean = elements("mean", pointer, dtype.statistics(), dims.channels());
        return this;
    }

    /** The forward's rstd. */
    public CudaBatchNormBackward rstd(@Nullable CUdeviceptr pointer) {
        rstd = elements("rstd", pointer, dtype.statistics(), dims.channels());
        return this;
    }

    /** Output: gradient by x. */
    public CudaBatchNormBackward dx(@Nullable CUdeviceptr pointer) {
        dx = elements("dx", pointer, dtype, dims.count());
        return this;
    }

    /** Output: gradient by residual. */
    public CudaBatchNormBackward dresidual(@Nullable CUdeviceptr pointer) {
        dresidual = elements("dresidual", pointer, dtype, dims.count());
        return this;
    }

    /** Output: gradient by weight. */
    public CudaBatchNormBackward dweight(@Nullable CUdeviceptr pointer) {
        dweight = elements("dweight", pointer, paramType, dims.channels());
        return this;
    }

    /** Output: gradient by bias. */
    public CudaBatchNormBackward dbias(@Nullable CUdeviceptr pointer) {
        dbias = elements("dbias", pointer, paramType, dims.channels());
        return this;
    }

    /** What is added to the variance; 1e-5 unless told. */
    public CudaBatchNormBackward eps(double newEps) {
        eps = checkedEps(newEps);
        changed();
        return this;
    }

    /**
     * Type of weight, bias and their gradients: that of x, which it is unless told, or F32. To be told before any pointer.
     */
    public CudaBatchNormBackward paramType(DType newType) {
        requireNoPointers("paramType");
        paramType = checkedParamType(newType, dtype);
        changed();
        return this;
    }

    /** Whether max(0, ·) follows; false unless told. */
    public CudaBatchNormBackward relu(boolean on) {
        relu = on;
        changed();
        return this;
    }

    /** Whether mean and rstd did not depend on x, as in inference; false unless told. */
    public CudaBatchNormBackward constantStatistics(boolean constant) {
        constantStatistics = constant;
        changed();
        return this;
    }

    /** Whether dweight and dbias are added to what is there instead of replacing it; false unless told. */
    public CudaBatchNormBackward accumulate(boolean add) {
        accumulate = add;
        changed();
        return this;
    }

    /** As {@link CudaOperation#workspace}. */
    @Override
    public CudaBatchNormBackward workspace(@Nullable CUdeviceptr pointer, long bytes) {
        super.workspace(pointer, bytes);
        return this;
    }

    @Override
    Consumer<NormBackend> work() {
        if (constantStatistics && (mean == null || rstd == null)) {
            throw new IllegalStateException("constant statistics have to be given: mean and rstd");
        }
        BatchNormBackwardOp op = new BatchNormBackwardOp(
                geometry(),
                given(dy, "dy"),
                given(x, "x"),
                residual,
                weight,
                bias,
                mean,
                rstd,
                constantStatistics,
                dx,
                dresidual,
                dweight,
                dbias,
                accumulate);
        return backend -> backend.batchNormBackward(op);
    }

    private ChannelGeometry geometry() {
        return Geometries.channels(dims, eps, dtype, paramType, relu);
    }
}
