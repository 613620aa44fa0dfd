package dev.evenkeel.ptx.driver;

import dev.evenkeel.internal.cuda.CudaFunction;
import dev.evenkeel.internal.cuda.CudaModule;
import dev.evenkeel.internal.cuda.jcuda.PtxAssembler;
import dev.evenkeel.ptx.machine.Machine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Kernels made ready for the machine. */
final class VirtualModule implements CudaModule {
    private final String ptx;
    private final int computeCapability;
    private final Map<String, Machine.Kernel> kernels;
    private final Map<String, Integer> registers = new ConcurrentHashMap<>();

    VirtualModule(String ptx, int computeCapability, Map<String, Machine.Kernel> kernels) {
        this.ptx = ptx;
        this.computeCapability = computeCapability;
        this.kernels = kernels;
    }

    /** A kernel. */
    record Function(VirtualModule module, Machine.Kernel kernel) implements CudaFunction {
        @Override
        public String entry() {
            return kernel.name();
        }

        /** Registers of a thread in machine code, for which it is assembled once; 0 if that can't be known here. */
        int registers() {
            return module.registers.computeIfAbsent(entry(), module::assemble);
        }
    }

    private int assemble(String entry) {
        return PtxAssembler.registers(ptx, entry, computeCapability).getOrDefault(entry, 0);
    }

    @Override
    public CudaFunction function(String entry) {
        Machine.Kernel kernel = kernels.get(entry);
        if (kernel == null) {
            throw DriverError.CUDA_ERROR_NOT_FOUND.of("looking up kernel " + entry, "");
        }
        return new Function(this, kernel);
    }
}
