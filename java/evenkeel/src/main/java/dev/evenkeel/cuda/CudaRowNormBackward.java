package dev.evenkeel.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import java.util.function.Consumer;
import jcuda.driver.CUdeviceptr;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of {@link CudaRowNormForward}: dx = rstd·(g − ⟨g⟩ − x̂·⟨g·x̂⟩) + dsum with g = weight·dy, where RMS has no
 * ⟨g⟩; dweight = Σ dy·x̂ and dbias = Σ dy over rows. x is what was normalized: the forward's sum where there was a
 * residual. Statistics that are not given are found from x, without the rounding of saved ones. dx may lie where dy, x
 * or dsum does. dy and x are needed.
 */
public final class CudaRowNormBackward extends CudaOperation {
    private final RowNorm norm;
    private final long rows;
    private final long cols;
    private final DType dtype;
    private DType paramType;
    private DType outputType;
    private double eps = 1e-5;
    private double weightOffset;
    private boolean accumulate;
    private @Nullable Buffer dy;
    private @Nullable Buffer x;
    private @Nullable Buffer weight;
    private @Nullable Buffer mean;
    private @Nullable Buffer rstd;
    private @Nullable Buffer dsum;
    private @Nullable Buffer dx;
    private @Nullable Buffer dweight;
    private @Nullable Buffer dbias;

    CudaRowNormBackward(CudaNorms norms, RowNorm norm, long rows, long cols, DType dtype) {
        super(norms);
        if (rows < 1 || cols < 1) {
            throw new IllegalArgumentException("rows and cols must be positive, not " + rows + " and " + cols);
        }
        Math.multiplyExact(rows, cols);
        this.norm = norm;
        this.rows = rows;
        this.cols = cols;
        this.dtype = dtype;
        this.paramType = dtype;
        this.outputType = dtype;
    }

    /** Gradient of the loss by y. */
    public CudaRowNormBackward dy(@Nullable CUdeviceptr pointer) {
        dy = elements("dy", pointer, outputType, rows * cols);
        return this;
    }

    /** What was normalized. */
    public CudaRowNormBackward x(@Nullable CUdeviceptr pointer) {
        x = elements("x", pointer, dtype, rows * cols);
        return this;
    }

    /** The gain γ; 1 where there is none. */
    public CudaRowNormBackward weight(@Nullable CUdeviceptr pointer) {
        weight = elements("weight", pointer, paramType, cols);
        return this;
    }

    /** The forward's mean. */
    public CudaRowNormBackward mean(@Nullable CUdeviceptr pointer) {
        mean = elements("mean", pointer, dtype.statistics(), rows);
        return this;
    }

    /** The forward's rstd. */
    public CudaRowNormBackward rstd(@Nullable CUdeviceptr pointer) {
        rstd = elements("rstd", pointer, dtype.statistics(), rows);
        return this;
    }

    /** Gradient by the forward's sum, added to dx. */
    public CudaRowNormBackward dsum(@Nullable CUdeviceptr pointer) {
        dsum = elements("dsum", pointer, dtype, rows * cols);
        return this;
    }

    /** Output: gradient by x. */
    public CudaRowNormBackward dx(@Nullable CUdeviceptr pointer) {
        dx = elements("dx", pointer, dtype, rows * cols);
        return this;
    }

    /** Output: gradient by weight. */
    public CudaRowNormBackward dweight(@Nullable CUdeviceptr pointer) {
        dweight = elements("dweight", pointer, paramType, cols);
        return this;
    }

    /** Output: gradient by bias. */
    public CudaRowNormBackward dbias(@Nullable CUdeviceptr pointer) {
        dbias = elements("dbias", pointer, paramType, cols);
        return this;
    }

    /** What is added to the variance; 1e-5 unless told. */
    public CudaRowNormBackward eps(double newEps) {
        eps = checkedEps(newEps);
        changed();
        return this;
    }

    /** Type of weight, dweight and dbias: that of x, which it is unless told, or F32. To be told before any pointer. */
    public CudaRowNormBackward paramType(DType newType) {
        requireNoPointers("paramType");
        paramType = checkedParamType(newType, dtype);
        changed();
        return this;
    }

    /** Type of dy: that of x, which it is unless told, or F32 for 16-bit x, or F16 or BF16 for F32 x. To be told before any pointer. */
    public CudaRowNormBackward outputType(DType newType) {
        requireNoPointers("outputType");
        boolean mixed = (newType == DType.F32) != (dtype == DType.F32) && newType != DType.F64 && dtype != DType.F64;
        if (newType != dtype && !mixed) {
            throw new IllegalArgumentException(
                    "dy of type " + newType.label() + " doesn't go with x of type " + dtype.label());
        }
        outputType = newType;
        changed();
        return this;
    }

    /** Added to every weight: 1 for weights stored around zero, 0 unless told. */
    public CudaRowNormBackward weightOffset(double offset) {
        weightOffset = offset;
        changed();
        return this;
    }

    /** Whether dweight and dbias are added to what is there instead of replacing it; false unless told. */
    public CudaRowNormBackward accumulate(boolean add) {
        accumulate = add;
        changed();
        return this;
    }

    /** As {@link CudaOperation#workspace}. */
    @Override
    public CudaRowNormBackward workspace(@Nullable CUdeviceptr pointer, long bytes) {
        super.workspace(pointer, bytes);
        return this;
    }

    @Override
    Consumer<NormBackend> work() {
        if (norm == RowNorm.RMS && (mean != null || dbias != null)) {
            throw new IllegalStateException("RMS norm has no mean and no bias");
        }
        RowNormBackwardOp op = new RowNormBackwardOp(
                geometry(), given(dy, "dy"), given(x, "x"), weight, mean, rstd, dsum, dx, dweight, dbias, accumulate);
        return backend -> backend.rowNormBackward(op);
    }

    private RowGeometry geometry() {
        return new RowGeometry(rows, cols, eps, dtype, paramType, norm, weightOffset);
    }
}
