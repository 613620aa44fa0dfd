package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import java.util.function.Consumer;

/** Launches kernels by name: finds them, encodes their arguments, hands both to the driver. Thread-safe. */
final class KernelLauncher {
    private final CudaDriver driver;
    private final PtxLibrary library;
    private final KernelArguments arguments = new KernelArguments();

    KernelLauncher(CudaDriver driver) {
        this.driver = driver;
        this.library = new PtxLibrary(driver);
    }

    /** Launches a kernel with the arguments that {@code give} gives, in the order of its parameters. */
    void launch(Kernel kernel, DType dtype, DType paramDType, LaunchConfig config, Consumer<KernelArguments> give) {
        PtxLibrary.Loaded loaded = library.kernel(kernel, dtype, paramDType);
        synchronized (arguments) {
            give.accept(arguments.begin(loaded.signature()));
            driver.launch(loaded.function(), config, arguments.block(), loaded.offsets());
        }
    }

    /** A buffer for as long as one operation enqueues work; close it where that ends. */
    CudaBuffer allocate(DType dtype, long count) {
        return CudaBuffer.allocate(driver, dtype, count);
    }

    /** Device memory for as long as one operation enqueues work; close it where that ends. */
    Scratch scratch(DType dtype, long count) {
        return new Scratch(driver, dtype, count);
    }
}
