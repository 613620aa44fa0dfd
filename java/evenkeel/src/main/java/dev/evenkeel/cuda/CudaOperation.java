package dev.evenkeel.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.DeviceException;
import dev.evenkeel.internal.cuda.CudaBuffer;
import dev.evenkeel.internal.cuda.CudaCounter;
import dev.evenkeel.internal.cuda.WorkspaceDriver;
import dev.evenkeel.internal.cuda.jcuda.DevicePointer;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.function.Consumer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import org.jspecify.annotations.Nullable;

/**
 * An operation on device pointers, to be launched as often as wanted. Pointers that were not given are left out:
 * inputs stand for their neutral value, outputs are not written. A null pointer takes one back. Not thread-safe.
 */
public abstract class CudaOperation {
    private final CudaNorms norms;
    private @Nullable Consumer<NormBackend> work;
    private long workspace;
    private long workspaceSize;
    private boolean pointersGiven;

    CudaOperation(CudaNorms norms) {
        this.norms = norms;
    }

    /** The operation on the pointers that are given now; throws if one is missing that it can't do without. */
    abstract Consumer<NormBackend> work();

    /**
     * Bytes of workspace that {@link #launch} takes with the pointers given so far; 0 for many operations. Compiles the
     * kernels if they are not yet.
     *
     * @throws IllegalStateException if a pointer is missing that the operation can't do without, or if kernels have to
     *     be loaded and another context is current
     */
    public long workspaceBytes() {
        return norms.measure(current());
    }

    /**
     * Memory for what the operation needs between its kernels, of unspecified content, aligned to 256 bytes as
     * {@code cuMemAlloc} aligns. Launches that may run at the same time need one each.
     */
    public CudaOperation workspace(@Nullable CUdeviceptr pointer, long bytes) {
        long address = pointer == null ? 0 : DevicePointer.addressOf(pointer);
        if (address % WorkspaceDriver.ALIGNMENT != 0) {
            throw new IllegalArgumentException("the workspace must be aligned to " + WorkspaceDriver.ALIGNMENT
                    + " bytes, 0x" + Long.toHexString(address) + " is not");
        }
        workspace = address;
        workspaceSize = address == 0 ? 0 : bytes;
        return this;
    }

    /**
     * Enqueues the operation and returns.
     *
     * @param stream of the context that is current; {@code new CUstream()} is the default stream
     * @throws IllegalStateException if a pointer is missing that the operation can't do without, or if another context
     *     is current
     * @throws IllegalArgumentException if the workspace is too small
     * @throws DeviceException if a call of the driver fails
     */
    public void launch(CUstream stream) {
        norms.launch(stream, workspace, workspaceSize, current());
    }

    private Consumer<NormBackend> current() {
        Consumer<NormBackend> now = work;
        if (now == null) {
            now = work();
            work = now;
        }
        return now;
    }

    /** A pointer as elements; forgets what was made of the former ones. */
    @Nullable
    Buffer elements(String name, @Nullable CUdeviceptr pointer, DType dtype, long count) {
        changed();
        pointersGiven = true;
        if (pointer == null) {
            return null;
        }
        long address = DevicePointer.addressOf(pointer);
        if (address == 0 || address % dtype.bytes() != 0) {
            throw new IllegalArgumentException(name + " must be the address of " + dtype.label() + " elements, not 0x"
                    + Long.toHexString(address));
        }
        return CudaBuffer.borrow(address, dtype, count);
    }

    /** A pointer to a counter; forgets what was made of the former one. */
    @Nullable
    CudaCounter counter(String name, @Nullable CUdeviceptr pointer) {
        changed();
        if (pointer == null) {
            return null;
        }
        long address = DevicePointer.addressOf(pointer);
        if (address == 0 || address % Long.BYTES != 0) {
            throw new IllegalArgumentException(
                    name + " must be the address of an int64, not 0x" + Long.toHexString(address));
        }
        return new CudaCounter(address);
    }

    /** To be called before a type changes that pointers were given by. */
    void requireNoPointers(String what) {
        if (pointersGiven) {
            throw new IllegalStateException(what + " has to be told before any pointer is given");
        }
    }

    /** To be called when what {@link #work()} is made of changes. */
    void changed() {
        work = null;
    }

    static Buffer given(@Nullable Buffer buffer, String name) {
        if (buffer == null) {
            throw new IllegalStateException(name + " was not given");
        }
        return buffer;
    }

    static double checkedEps(double eps) {
        if (!(eps >= 0 && eps < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("eps must be finite and at least 0, not " + eps);
        }
        return eps;
    }

    static DType checkedParamType(DType paramType, DType dtype) {
        if (paramType != dtype && paramType != dtype.statistics()) {
            throw new IllegalArgumentException(
                    "parameters of type " + paramType.label() + " don't go with input of type " + dtype.label());
        }
        return paramType;
    }
}
