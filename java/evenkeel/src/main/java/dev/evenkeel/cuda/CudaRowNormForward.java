package dev.evenkeel.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import java.util.function.Consumer;
import jcuda.driver.CUdeviceptr;
import org.jspecify.annotations.Nullable;

/**
 * Layer or RMS normalization of each row: y = x̂·weight + bias, x̂ = (v − mean)·rstd, v = x + residual,
 * rstd = 1/√(variance + eps); RMS has no mean and no bias, and the mean square for the variance. x, residual, y and sum
 * are (rows, cols), row-major; weight and bias (cols); mean and rstd (rows), F32, or F64 for F64 rows. y and sum may
 * lie where x or residual does. Only x is needed.
 */
public final class CudaRowNormForward extends CudaOperation {
    private final RowNorm norm;
    private final long rows;
    private final long cols;
    private final DType dtype;
    private DType paramType;
    private DType outputType;
    private double eps = 1e-5;
    private double weightOffset;
    private @Nullable Buffer x;
    private @Nullable Buffer residual;
    private @Nullable Buffer weight;
    private @Nullable Buffer bias;
    private @Nullable Buffer y;
    private @Nullable Buffer sum;
    private @Nullable Buffer mean;
    private @Nullable Buffer rstd;

    CudaRowNormForward(CudaNorms norms, RowNorm norm, long rows, long cols, DType dtype) {
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

    /** The input. */
    public CudaRowNormForward x(@Nullable CUdeviceptr pointer) {
        x = elements("x", pointer, dtype, rows * cols);
        return this;
    }

    /** Added to x before normalizing. */
    public CudaRowNormForward residual(@Nullable CUdeviceptr pointer) {
        residual = elements("residual", pointer, dtype, rows * cols);
        return this;
    }

    /** The gain γ; 1 where there is none. */
    public CudaRowNormForward weight(@Nullable CUdeviceptr pointer) {
        weight = elements("weight", pointer, paramType, cols);
        return this;
    }

    /** The shift β; 0 where there is none. */
    public CudaRowNormForward bias(@Nullable CUdeviceptr pointer) {
        bias = elements("bias", pointer, paramType, cols);
        return this;
    }

    /** The output. */
    public CudaRowNormForward y(@Nullable CUdeviceptr pointer) {
        y = elements("y", pointer, outputType, rows * cols);
        return this;
    }

    /** Output: x + residual. */
    public CudaRowNormForward sum(@Nullable CUdeviceptr pointer) {
        sum = elements("sum", pointer, dtype, rows * cols);
        return this;
    }

    /** Output: each row's mean. */
    public CudaRowNormForward mean(@Nullable CUdeviceptr pointer) {
        mean = elements("mean", pointer, dtype.statistics(), rows);
        return this;
    }

    /** Output: each row's 1/√(variance + eps). */
    public CudaRowNormForward rstd(@Nullable CUdeviceptr pointer) {
        rstd = elements("rstd", pointer, dtype.statistics(), rows);
        return this;
    }

    /** What is added to the variance; 1e-5 unless told. */
    public CudaRowNormForward eps(double newEps) {
        eps = checkedEps(newEps);
        changed();
        return this;
    }

    /** Type of weight and bias: that of x, which it is unless told, or F32. To be told before any pointer. */
    public CudaRowNormForward paramType(DType newType) {
        requireNoPointers("paramType");
        paramType = checkedParamType(newType, dtype);
        changed();
        return this;
    }

    /** Type of y: that of x, which it is unless told, or F32 for 16-bit x, or F16 or BF16 for F32 x. To be told before any pointer. */
    public CudaRowNormForward outputType(DType newType) {
        requireNoPointers("outputType");
        boolean mixed = (newType == DType.F32) != (dtype == DType.F32) && newType != DType.F64 && dtype != DType.F64;
        if (newType != dtype && !mixed) {
            throw new IllegalArgumentException(
                    "y of type " + newType.label() + " doesn't go with x of type " + dtype.label());
        }
        outputType = newType;
        changed();
        return this;
    }

    /** Added to every weight: 1 for weights stored around zero, 0 unless told. */
    public CudaRowNormForward weightOffset(double offset) {
        weightOffset = offset;
        changed();
        return this;
    }

    /** As {@link CudaOperation#workspace}. */
    @Override
    public CudaRowNormForward workspace(@Nullable CUdeviceptr pointer, long bytes) {
        super.workspace(pointer, bytes);
        return this;
    }

    @Override
    Consumer<NormBackend> work() {
        RowNormForwardOp op =
                new RowNormForwardOp(geometry(), given(x, "x"), residual, weight, bias, y, sum, mean, rstd);
        if (norm == RowNorm.RMS && (bias != null || mean != null)) {
            throw new IllegalStateException("RMS norm has no bias and no mean");
        }
        return backend -> backend.rowNormForward(op);
    }

    private RowGeometry geometry() {
        return new RowGeometry(rows, cols, eps, dtype, paramType, norm, weightOffset);
    }
}
