package dev.evenkeel.internal.cuda.jcuda;

import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import dev.evenkeel.internal.cuda.CudaDriver;
import dev.evenkeel.internal.cuda.CudaEvent;
import dev.evenkeel.internal.cuda.CudaFunction;
import dev.evenkeel.internal.cuda.CudaModule;
import dev.evenkeel.internal.cuda.DeviceProperties;
import dev.evenkeel.internal.cuda.LaunchConfig;
import dev.evenkeel.internal.cuda.MatrixLibrary;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import org.jspecify.annotations.Nullable;

/**
 * A device behind JCuda: its primary context and one stream of our own.
 *
 * <p>The stream is a blocking one, that is, ordered with the legacy default stream: a host program that fills borrowed
 * memory on the default stream, as most JCuda programs do, needs no synchronization before it hands it over. One that
 * uses non-blocking streams does.
 */
final class JCudaDevice implements CudaDriver {
    private final DeviceProperties properties;
    private final PrimaryContext context;
    private final CUstream stream = new CUstream();
    private final DeviceMemory memory;
    private final HostCopies hostCopies;
    private final ArgumentBlock arguments;
    private final List<JCudaModule> modules = new CopyOnWriteArrayList<>();
    private @Nullable Optional<Cublas> matrixLibrary;

    /** Opens the device that the driver counts as {@code ordinal}. */
    JCudaDevice(int ordinal) {
        properties = DeviceQueries.properties(ordinal);
        boolean pooled = DeviceQueries.hasMemoryPools(ordinal);
        context = new PrimaryContext(ordinal);
        try {
            context.check(() -> "cuStreamCreate", () -> cuStreamCreate(stream, CUstream_flags.CU_STREAM_DEFAULT));
            arguments = argumentsOrNoStream();
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
        memory = new DeviceMemory(context, stream, pooled);
        hostCopies = new HostCopies(context, stream);
    }

    private ArgumentBlock argumentsOrNoStream() {
        try {
            return new ArgumentBlock(context);
        } catch (RuntimeException e) {
            context.check(() -> "cuStreamDestroy", () -> cuStreamDestroy(stream));
            throw e;
        }
    }

    @Override
    public DeviceProperties properties() {
        return properties;
    }

    @Override
    public long allocate(long bytes) {
        return memory.allocate(bytes);
    }

    @Override
    public void free(long address) {
        memory.free(address);
    }

    @Override
    public void copyToDevice(HeapBuffer source, int offset, int count, long target) {
        hostCopies.toDevice(source, offset, count, target);
    }

    @Override
    public void copyToHost(long source, HeapBuffer target, int offset, int count) {
        hostCopies.toHost(source, target, offset, count);
    }

    @Override
    public void copyOnDevice(long source, long target, long bytes) {
        memory.copy(source, target, bytes);
    }

    @Override
    public void fill(long target, int pattern, int width, long count) {
        memory.fill(target, pattern, width, count);
    }

    @Override
    public CudaModule loadModule(String ptx) {
        JCudaModule module = new JCudaModule(context, ptx);
        modules.add(module);
        return module;
    }

    @Override
    public void launch(CudaFunction function, LaunchConfig config, ByteBuffer block, int[] offsets) {
        JCudaModule.Function kernel = (JCudaModule.Function) function;
        kernel.allowShared(config.sharedBytes());
        context.check(
                () -> "launch of " + function.entry() + " as " + config,
                () -> arguments.launch(kernel.handle(), config, block, offsets, stream));
    }

    @Override
    public void synchronize() {
        context.check(() -> "cuStreamSynchronize", () -> cuStreamSynchronize(stream));
    }

    @Override
    public synchronized Optional<MatrixLibrary> matrixLibrary() {
        if (matrixLibrary == null) {
            matrixLibrary = CublasLoader.find(context, stream);
        }
        return matrixLibrary.map(library -> library);
    }

    @Override
    public CudaEvent createEvent() {
        return new JCudaEvent(context, stream);
    }

    /** Everything is let go of even if the work before it failed; that failure is then thrown. */
    @Override
    public void close() {
        try (context) {
            List<Runnable> steps = new ArrayList<>(List.of(this::synchronize));
            modules.forEach(module -> steps.add(module::unload));
            if (matrixLibrary != null) {
                matrixLibrary.ifPresent(library -> steps.add(library::close));
            }
            steps.add(arguments::close);
            steps.add(() -> context.check(() -> "cuStreamDestroy", () -> cuStreamDestroy(stream)));
            AllSteps.run(steps);
        }
    }
}
