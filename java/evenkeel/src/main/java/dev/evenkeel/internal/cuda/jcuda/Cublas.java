package dev.evenkeel.internal.cuda.jcuda;

import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasGetVersion;
import static jcuda.jcublas.JCublas2.cublasSetStream;

import dev.evenkeel.DType;
import dev.evenkeel.DeviceException;
import dev.evenkeel.internal.cuda.CudaBuffer;
import dev.evenkeel.internal.cuda.MatrixLibrary;
import dev.evenkeel.internal.spi.MatrixProductOp;
import dev.evenkeel.internal.spi.MatrixView;
import java.util.function.IntSupplier;
import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/**
 * cuBLAS on one stream, in its default math mode: float32 is not rounded to TF32, and results are the same on every run
 * on the same kind of GPU. It wants matrices by columns, so it gets those by rows as their transposes: cᵀ = bᵀ·aᵀ.
 * Safe to call from several threads.
 */
final class Cublas implements MatrixLibrary, AutoCloseable {
    private final PrimaryContext context;
    private final cublasHandle handle = new cublasHandle();
    private final String description;

    Cublas(PrimaryContext context, CUstream stream) {
        this.context = context;
        check("cublasCreate", () -> cublasCreate(handle));
        try {
            check("cublasSetStream", () -> cublasSetStream(handle, new cudaStream_t(stream)));
            int[] version = new int[1];
            check("cublasGetVersion", () -> cublasGetVersion(handle, version));
            description = "cuBLAS " + version[0] / 10000 + "." + version[0] % 10000 / 100;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public boolean takes(MatrixProductOp op) {
        return fits(op.a()) && fits(op.b()) && fits(op.c());
    }

    private static boolean fits(MatrixView view) {
        return Math.max(view.rows(), view.stride()) <= Integer.MAX_VALUE;
    }

    @Override
    public synchronized void multiply(MatrixProductOp op, boolean added) {
        if (op.c().buffer().dtype() == DType.F64) {
            Pointer one = Pointer.to(new double[] {1});
            Pointer before = Pointer.to(new double[] {added ? 1 : 0});
            check("cublasDgemm", () -> gemm(op, one, before, JCublas2::cublasDgemm));
        } else {
            Pointer one = Pointer.to(new float[] {1});
            Pointer before = Pointer.to(new float[] {added ? 1 : 0});
            check("cublasSgemm", () -> gemm(op, one, before, JCublas2::cublasSgemm));
        }
    }

    private int gemm(MatrixProductOp op, Pointer one, Pointer before, Gemm gemm) {
        return gemm.call(
                handle,
                operation(op.transposeB()),
                operation(op.transposeA()),
                (int) op.c().cols(),
                (int) op.c().rows(),
                (int) op.depth(),
                one,
                pointer(op.b()),
                (int) op.b().stride(),
                pointer(op.a()),
                (int) op.a().stride(),
                before,
                pointer(op.c()),
                (int) op.c().stride());
    }

    private static int operation(boolean transpose) {
        return transpose ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
    }

    private static Pointer pointer(MatrixView view) {
        long offset = view.offset() * view.buffer().dtype().bytes();
        return new DevicePointer(((CudaBuffer) view.buffer()).address() + offset);
    }

    private void check(String operation, IntSupplier call) {
        int status = context.result(call);
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new DeviceException(operation, status, cublasStatus.stringFor(status), "");
        }
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public void close() {
        check("cublasDestroy", () -> cublasDestroy(handle));
    }

    /** What cublasSgemm and cublasDgemm are. */
    private interface Gemm {
        int call(
                cublasHandle handle,
                int transposeA,
                int transposeB,
                int m,
                int n,
                int k,
                Pointer alpha,
                Pointer a,
                int lda,
                Pointer b,
                int ldb,
                Pointer beta,
                Pointer c,
                int ldc);
    }
}
