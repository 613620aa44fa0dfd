package dev.evenkeel.internal.cuda.jcuda;

import static jcuda.driver.JCudaDriver.cuCtxGetCurrent;
import static jcuda.driver.JCudaDriver.cuCtxGetDevice;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;

import dev.evenkeel.internal.cuda.CudaDriver;
import dev.evenkeel.internal.cuda.CudaEvent;
import dev.evenkeel.internal.cuda.CudaFunction;
import dev.evenkeel.internal.cuda.CudaModule;
import dev.evenkeel.internal.cuda.DeviceProperties;
import dev.evenkeel.internal.cuda.LaunchConfig;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;

/**
 * A context of the host program, which stays current, and whichever of its streams it names. Launches and fills alone:
 * it has no memory of its own, copies nothing and waits for nothing, so that all of it may be captured into a graph.
 * Not thread-safe.
 */
public final class CallerContext implements CudaDriver, DriverContext {
    private final CUcontext context = new CUcontext();
    private final CUcontext found = new CUcontext();
    private final DeviceProperties properties;
    private final List<JCudaModule> modules = new CopyOnWriteArrayList<>();
    private final ArgumentBlock arguments;
    private CUstream stream = new CUstream();

    /**
     * The context that is current to this thread.
     *
     * @throws IllegalStateException if there is none
     */
    public CallerContext() {
        CudaCalls.check(() -> "cuCtxGetCurrent", () -> cuCtxGetCurrent(context));
        if (context.equals(new CUcontext())) {
            throw new IllegalStateException("no CUDA context is current: call cuCtxCreate or cuCtxSetCurrent first");
        }
        CUdevice device = new CUdevice();
        CudaCalls.check(() -> "cuCtxGetDevice", () -> cuCtxGetDevice(device));
        properties = DeviceQueries.properties(device);
        arguments = new ArgumentBlock(this);
    }

    /**
     * The stream that launches and fills are put on from now on.
     *
     * @throws IllegalStateException if another context is current
     */
    public void use(CUstream next) {
        requireCurrent();
        stream = next;
    }

    private void requireCurrent() {
        CudaCalls.check(() -> "cuCtxGetCurrent", () -> cuCtxGetCurrent(found));
        if (!found.equals(context)) {
            throw new IllegalStateException("the CUDA context that the kernels were loaded into is not current");
        }
    }

    @Override
    public int result(IntSupplier call) {
        return CudaCalls.result(call);
    }

    @Override
    public DeviceProperties properties() {
        return properties;
    }

    @Override
    public CudaModule loadModule(String ptx) {
        requireCurrent();
        JCudaModule module = new JCudaModule(this, ptx);
        modules.add(module);
        return module;
    }

    @Override
    public void launch(CudaFunction function, LaunchConfig config, ByteBuffer block, int[] offsets) {
        JCudaModule.Function kernel = (JCudaModule.Function) function;
        kernel.allowShared(config.sharedBytes());
        int result = arguments.launch(kernel.handle(), config, block, offsets, stream);
        if (result != CUresult.CUDA_SUCCESS) {
            throw CudaCalls.failure("launch of " + function.entry() + " as " + config, result, "");
        }
    }

    @Override
    public void fill(long target, int pattern, int width, long count) {
        if (width != Integer.BYTES) {
            throw new IllegalArgumentException("no pattern of " + width + " bytes");
        }
        check(
                () -> "cuMemsetD32Async of " + count + " elements",
                () -> cuMemsetD32Async(new DevicePointer(target), pattern, count, stream));
    }

    /** Unloads the kernels; this context has to be current. */
    @Override
    public void close() {
        requireCurrent();
        List<Runnable> steps = new ArrayList<>();
        modules.forEach(module -> steps.add(module::unload));
        steps.add(arguments::close);
        AllSteps.run(steps);
    }

    @Override
    public long allocate(long bytes) {
        throw notOurs("allocate");
    }

    @Override
    public void free(long address) {
        throw notOurs("free");
    }

    @Override
    public void copyToDevice(HeapBuffer source, int offset, int count, long target) {
        throw notOurs("copy");
    }

    @Override
    public void copyToHost(long source, HeapBuffer target, int offset, int count) {
        throw notOurs("copy");
    }

    @Override
    public void copyOnDevice(long source, long target, long bytes) {
        throw notOurs("copy");
    }

    @Override
    public void synchronize() {
        throw notOurs("synchronize");
    }

    @Override
    public CudaEvent createEvent() {
        throw notOurs("measure time");
    }

    private static UnsupportedOperationException notOurs(String what) {
        return new UnsupportedOperationException("in a host program's context the host program is to " + what);
    }
}
