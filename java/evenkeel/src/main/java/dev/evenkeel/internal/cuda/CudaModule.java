package dev.evenkeel.internal.cuda;

import dev.evenkeel.DeviceException;

/** PTX loaded by a {@link CudaDriver}, which unloads it when it is closed. Safe to call from several threads. */
public interface CudaModule {
    /**
     * A kernel of this module, by the name of its PTX entry.
     *
     * @throws DeviceException if there is none of that name
     */
    CudaFunction function(String entry);
}
