package dev.evenkeel.internal.cpu;

import dev.evenkeel.Device;
import dev.evenkeel.internal.spi.BackendProvider;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.List;

/** The devices that every JVM has. */
public final class CpuBackendProvider implements BackendProvider {
    @Override
    public List<Probe> probe() {
        return List.of(new Probe(Device.SCALAR, true, "reference loops, float64 accumulation, 1 thread"));
    }

    @Override
    public NormBackend open(Device device) {
        return new ScalarBackend();
    }
}
