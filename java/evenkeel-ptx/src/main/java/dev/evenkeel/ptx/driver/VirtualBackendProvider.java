package dev.evenkeel.ptx.driver;

import dev.evenkeel.Device;
import dev.evenkeel.internal.cuda.CudaBackend;
import dev.evenkeel.internal.spi.BackendProvider;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Offers one virtual GPU for each architecture that PTX ships for. */
public final class VirtualBackendProvider implements BackendProvider {
    private static final Map<Device, VirtualDriver> OPEN = new ConcurrentHashMap<>();

    /** For {@link java.util.ServiceLoader}. */
    public VirtualBackendProvider() {}

    @Override
    public List<Probe> probe() {
        return Stream.of(75, 80, 90)
                .map(capability -> new Probe(
                        Device.ptx(capability), true, "virtual GPU, runs compute_" + capability + " PTX on the JVM"))
                .toList();
    }

    @Override
    public NormBackend open(Device device) {
        VirtualDriver driver = new VirtualDriver(VirtualSettings.ofThisProcess(device.index()));
        OPEN.put(device, driver);
        return new CudaBackend(device, driver);
    }

    /** The driver behind a device that was opened; null if it wasn't. */
    @Nullable
    public static VirtualDriver driver(Device device) {
        return OPEN.get(device);
    }
}
