package dev.evenkeel.ptx.driver;

import dev.evenkeel.DeviceException;
import dev.evenkeel.internal.cuda.CudaDriver;
import dev.evenkeel.internal.cuda.CudaEvent;
import dev.evenkeel.internal.cuda.CudaFunction;
import dev.evenkeel.internal.cuda.CudaModule;
import dev.evenkeel.internal.cuda.DeviceProperties;
import dev.evenkeel.internal.cuda.LaunchConfig;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.ptx.check.Checker;
import dev.evenkeel.ptx.check.Finding;
import dev.evenkeel.ptx.isa.Module;
import dev.evenkeel.ptx.machine.Fault;
import dev.evenkeel.ptx.machine.Geometry;
import dev.evenkeel.ptx.machine.Machine;
import dev.evenkeel.ptx.memory.Region;
import dev.evenkeel.ptx.meter.LaunchMeter;
import dev.evenkeel.ptx.parse.ModuleParser;
import dev.evenkeel.ptx.parse.PtxException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The driver of a virtual GPU. Work is done when its call returns. A fault is sticky, as on a real device: every later
 * call fails with it. What the checker finds fails the launch, once.
 */
public final class VirtualDriver implements CudaDriver {
    private final VirtualSettings settings;
    private final @Nullable Checker checker;
    private final Machine machine;
    private @Nullable DeviceException sticky;
    private @Nullable LaunchListener listener;
    private int modules;
    private long allocations;

    /** A device without memory in use. */
    public VirtualDriver(VirtualSettings settings) {
        this.settings = settings;
        this.checker = settings.check() == VirtualSettings.Checks.OFF ? null : new Checker();
        int cores = Runtime.getRuntime().availableProcessors();
        this.machine = new Machine(checker, settings.seed(), cores);
    }

    @Override
    public DeviceProperties properties() {
        return Limits.properties(settings);
    }

    @Override
    public synchronized long allocate(long bytes) {
        failIfBroken();
        if (bytes > settings.memory() - machine.addresses().inUse()) {
            throw DriverError.CUDA_ERROR_OUT_OF_MEMORY.of("allocation of " + bytes + " bytes", "");
        }
        try {
            return machine.addresses()
                    .allocate("allocation " + ++allocations, bytes)
                    .base();
        } catch (OutOfMemoryError e) {
            throw DriverError.CUDA_ERROR_OUT_OF_MEMORY.of(
                    "allocation of " + bytes + " bytes", "the JVM's heap is full: " + e.getMessage());
        }
    }

    @Override
    public synchronized void free(long address) {
        failIfBroken();
        if (!machine.addresses().free(address)) {
            throw DriverError.CUDA_ERROR_INVALID_VALUE.of(
                    "free of 0x" + Long.toHexString(address), "no allocation starts there");
        }
    }

    @Override
    public synchronized void copyToDevice(HeapBuffer source, int offset, int count, long target) {
        long bytes = (long) count * source.dtype().bytes();
        HostCopies.toDevice(source, offset, count, region(target, bytes, "copy to the device"), target);
    }

    @Override
    public synchronized void copyToHost(long source, HeapBuffer target, int offset, int count) {
        long bytes = (long) count * target.dtype().bytes();
        HostCopies.toHost(region(source, bytes, "copy to the host"), source, target, offset, count);
    }

    @Override
    public synchronized void copyOnDevice(long source, long target, long bytes) {
        Region from = region(source, bytes, "copy on the device");
        Region to = region(target, bytes, "copy on the device");
        DeviceCopies.copy(from, source, to, target, bytes);
    }

    @Override
    public synchronized void fill(long target, int pattern, int width, long count) {
        DeviceCopies.fill(region(target, width * count, "fill"), target, pattern, width, count);
    }

    private Region region(long address, long bytes, String operation) {
        failIfBroken();
        Region region = machine.addresses().slot(address);
        if (region == null || !region.contains(address, bytes)) {
            String where = region == null ? "no allocation is near" : region.describe(address);
            throw DriverError.CUDA_ERROR_INVALID_VALUE.of(
                    operation + " of " + bytes + " bytes at 0x" + Long.toHexString(address), where);
        }
        return region;
    }

    @Override
    public CudaModule loadModule(String ptx) {
        return loadModule("module-" + ++modules + ".ptx", ptx);
    }

    /** As {@link #loadModule(String)}, with a name for messages. */
    public synchronized CudaModule loadModule(String file, String ptx) {
        failIfBroken();
        try {
            Module module = ModuleParser.parse(file, ptx);
            int target = Integer.parseInt(module.target().replaceAll("\\D", ""));
            if (target > settings.computeCapability()) {
                throw DriverError.CUDA_ERROR_NO_BINARY_FOR_GPU.of(
                        "loading " + file, module.target() + " code on sm_" + settings.computeCapability());
            }
            return new VirtualModule(ptx, settings.computeCapability(), machine.load(module));
        } catch (PtxException e) {
            throw DriverError.CUDA_ERROR_INVALID_PTX.of("loading " + file, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void launch(CudaFunction function, LaunchConfig config, ByteBuffer arguments, int[] offsets) {
        byte[] bytes = new byte[arguments.limit()];
        arguments.duplicate().position(0).get(bytes);
        Geometry geometry = new Geometry(
                config.gridX(),
                config.gridY(),
                1,
                config.blockX(),
                config.blockY(),
                1,
                config.sharedBytes(),
                config.cooperative());
        launch(function, geometry, bytes);
    }

    /** Launches with all that a geometry can say. */
    public synchronized void launch(CudaFunction function, Geometry geometry, byte[] arguments) {
        failIfBroken();
        Machine.Kernel kernel = ((VirtualModule.Function) function).kernel();
        String operation = "launch of " + kernel.name();
        String problem = Limits.problem(kernel, geometry, settings.computeCapability());
        if (arguments.length != kernel.parameterBytes()) {
            problem = arguments.length + " bytes of arguments for " + kernel.parameterBytes() + " of parameters";
        }
        if (!problem.isEmpty()) {
            throw DriverError.CUDA_ERROR_INVALID_VALUE.of(operation, problem);
        }
        refuseTooManyRegisters((VirtualModule.Function) function, geometry);
        refuseTooManyBlocks((VirtualModule.Function) function, geometry);
        LaunchMeter meter = listener == null ? null : new LaunchMeter();
        try {
            machine.launch(kernel, geometry, arguments, meter);
        } catch (Fault fault) {
            throw broken(operation, kernel, fault);
        }
        if (listener != null && meter != null) {
            listener.launched(kernel, geometry, meter);
        }
        failIfFound(operation);
    }

    /** Counts registers only where they can be too many, since that takes some 0.1 s for a kernel. */
    private void refuseTooManyRegisters(VirtualModule.Function function, Geometry geometry) {
        if (checker != null && RegisterFile.canOverflow(geometry)) {
            String problem = RegisterFile.problem(function.registers(), geometry);
            if (!problem.isEmpty()) {
                throw DriverError.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES.of("launch of " + function.entry(), problem);
            }
        }
    }

    /** Blocks that may wait for each other must all be there. */
    private void refuseTooManyBlocks(VirtualModule.Function function, Geometry geometry) {
        if (geometry.cooperative()) {
            String problem =
                    Residency.problem(function.kernel(), geometry, settings.computeCapability(), function::registers);
            if (!problem.isEmpty()) {
                throw DriverError.CUDA_ERROR_COOPERATIVE_LAUNCH_TOO_LARGE.of("launch of " + function.entry(), problem);
            }
        }
    }

    private DeviceException broken(String operation, Machine.Kernel kernel, Fault fault) {
        if (checker != null) {
            checker.fault(fault, kernel.name());
        }
        DeviceException failure = new DeviceException(
                operation, fault.kind().code(), fault.kind().codeName(), String.valueOf(fault.getMessage()));
        sticky = failure;
        return failure;
    }

    private void failIfFound(String operation) {
        if (checker != null && checker.found() && settings.check() == VirtualSettings.Checks.FAIL) {
            String findings =
                    checker.take().stream().map(Finding::toString).collect(Collectors.joining(System.lineSeparator()));
            throw DriverError.CUDA_ERROR_LAUNCH_FAILED.of(operation, findings);
        }
    }

    private void failIfBroken() {
        if (sticky != null) {
            throw new DeviceException(
                    "a call after a failed launch",
                    sticky.code(),
                    sticky.codeName(),
                    String.valueOf(sticky.getMessage()));
        }
    }

    /** Makes later launches go in the order of another seed; 0 is the plain order. */
    public synchronized void schedule(long seed) {
        machine.schedule(seed);
    }

    /** What was found since the last call, if findings don't fail launches; and faults. */
    public synchronized List<Finding> findings() {
        return checker == null ? List.of() : checker.take();
    }

    /** Who is told of launches and what they did; null for nobody, which is faster. */
    public synchronized void listen(@Nullable LaunchListener newListener) {
        listener = newListener;
    }

    /** The allocation that holds an address, or null. */
    @Nullable
    public Region allocation(long address) {
        return machine.addresses().slot(address);
    }

    /** The allocations that were not freed. */
    public List<Region> live() {
        return machine.addresses().live();
    }

    @Override
    public synchronized void synchronize() {
        failIfBroken();
    }

    @Override
    public CudaEvent createEvent() {
        return new VirtualEvent();
    }

    @Override
    public synchronized void close() {
        if (checker != null) {
            checker.leaks(live().stream()
                    .filter(region -> region.name().startsWith("allocation"))
                    .toList());
        }
    }
}
