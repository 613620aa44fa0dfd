package dev.evenkeel.internal.cuda;

/** Loads all that the backend could ask a driver for. */
public final class KernelInventory {
    private KernelInventory() {}

    /** Loads every kernel for every type that it is made for; returns how many there are. */
    public static int load(CudaDriver driver) {
        int loaded = 0;
        int target = PtxLibrary.target(driver.properties().computeCapability());
        for (Kernel kernel : Kernel.values()) {
            CudaModule module = driver.loadModule(PtxLibrary.text(target, kernel.file()));
            for (KernelSignature signature : kernel.signatures()) {
                module.function(signature.entry());
                loaded++;
            }
        }
        return loaded;
    }
}
