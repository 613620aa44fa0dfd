package dev.evenkeel.ptx.driver;

import dev.evenkeel.internal.cuda.CudaFunction;
import dev.evenkeel.internal.cuda.CudaModule;
import dev.evenkeel.ptx.machine.Machine;
import java.util.Map;

/** Kernels made ready for the machine. */
final class VirtualModule implements CudaModule {
    private final Map<String, Machine.Kernel> kernels;

    VirtualModule(Map<String, Machine.Kernel> kernels) {
        this.kernels = kernels;
    }

    /** A kernel. */
    record Function(Machine.Kernel kernel) implements CudaFunction {
        @Override
        public String entry() {
            return kernel.name();
        }
    }

    @Override
    public CudaFunction function(String entry) {
        Machine.Kernel kernel = kernels.get(entry);
        if (kernel == null) {
            throw DriverError.CUDA_ERROR_NOT_FOUND.of("looking up kernel " + entry, "");
        }
        return new Function(kernel);
    }
}
