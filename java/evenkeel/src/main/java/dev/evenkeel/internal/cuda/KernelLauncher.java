package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/** Launches kernels by name: finds them, encodes their arguments, hands both to the driver. Thread-safe. */
final class KernelLauncher {
    private final CudaDriver driver;
    private final PtxLibrary library;
    private final DeviceProperties device;
    private final KernelArguments arguments = new KernelArguments();

    KernelLauncher(CudaDriver driver) {
        this.driver = driver;
        this.library = new PtxLibrary(driver);
        this.device = driver.properties();
    }

    /** What the device is. */
    DeviceProperties device() {
        return device;
    }

    /** What multiplies matrices on the device besides kernels, if there is something. */
    Optional<MatrixLibrary> matrixLibrary() {
        return driver.matrixLibrary();
    }

    /** Launches a kernel with the arguments that {@code give} gives, in the order of its parameters. */
    void launch(Kernel kernel, DType dtype, DType paramDType, LaunchConfig config, Consumer<KernelArguments> give) {
        launch(find(kernel, dtype, paramDType), config, give);
    }

    /** The kernel for these storage and parameter types, ready to be launched. */
    PtxLibrary.Loaded find(Kernel kernel, DType dtype, DType paramDType) {
        return library.kernel(kernel, dtype, paramDType);
    }

    /** The same with a kernel that was found before. */
    void launch(PtxLibrary.Loaded loaded, LaunchConfig config, Consumer<KernelArguments> give) {
        synchronized (arguments) {
            give.accept(arguments.begin(loaded.signature()));
            driver.launch(loaded.function(), config, arguments.block(), loaded.offsets());
        }
    }

    /** Sets so many 32-bit words to 0. */
    void zero(long address, long words) {
        driver.fill(address, 0, Integer.BYTES, words);
    }

    /** Copies a buffer to where there is as much room. */
    void copy(Buffer source, long target) {
        driver.copyOnDevice(KernelArguments.addressOf(source), target, source.bytes());
    }

    /** A buffer for as long as one operation enqueues work; close it where that ends. */
    CudaBuffer allocate(DType dtype, long count) {
        return CudaBuffer.allocate(driver, dtype, count);
    }

    /** Copies to the device; returns {@code target}. */
    long upload(HeapBuffer source, long target) {
        driver.copyToDevice(source, 0, source.length(), target);
        return target;
    }

    /** So many bytes of device memory for as long as one operation enqueues work; close it where that ends. */
    Scratch workspace(long bytes) {
        return new Scratch(driver, DType.F32, LaunchConfig.ceilDiv(bytes, DType.F32.bytes()));
    }

    /** Device memory for as long as one operation enqueues work; close it where that ends. */
    Scratch scratch(DType dtype, long count) {
        return new Scratch(driver, dtype, count);
    }
}
