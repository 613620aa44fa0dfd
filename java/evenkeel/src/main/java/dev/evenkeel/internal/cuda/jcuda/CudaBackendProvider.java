package dev.evenkeel.internal.cuda.jcuda;

import dev.evenkeel.BackendUnavailableException;
import dev.evenkeel.Device;
import dev.evenkeel.DeviceException;
import dev.evenkeel.internal.cuda.CudaBackend;
import dev.evenkeel.internal.cuda.DeviceProperties;
import dev.evenkeel.internal.spi.BackendProvider;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds NVIDIA GPUs through JCuda. Names no type of JCuda, so that it loads where there is none. The system property
 * {@code evenkeel.cuda} switches it {@code off}, or {@code on} where a driver is overlooked; see {@link DriverGate}.
 */
public final class CudaBackendProvider implements BackendProvider {
    private static final int OLDEST_DRIVER = 11000;

    private final DriverGate gate;

    /** For {@link java.util.ServiceLoader}. */
    public CudaBackendProvider() {
        this(DriverGate.ofThisMachine());
    }

    CudaBackendProvider(DriverGate gate) {
        this.gate = gate;
    }

    @Override
    public List<Probe> probe() {
        Optional<String> closed = gate.closed();
        if (closed.isPresent()) {
            return missing(closed.get());
        }
        InstalledDevices found = InstalledDevices.FOUND;
        return found.devices().isEmpty() ? missing(found.problem()) : probes(found.devices());
    }

    @Override
    public NormBackend open(Device device) {
        try {
            return new CudaBackend(device, new JCudaDevice(device.index()));
        } catch (DeviceException e) {
            throw new BackendUnavailableException(device, String.valueOf(e.getMessage()), e);
        }
    }

    /** What to say of each of these devices. */
    static List<Probe> probes(List<DeviceProperties> devices) {
        List<Probe> probes = new ArrayList<>();
        for (DeviceProperties properties : devices) {
            String problem = problem(properties);
            probes.add(new Probe(Device.cuda(probes.size()), problem.isEmpty(), properties.description() + problem));
        }
        return probes;
    }

    private static String problem(DeviceProperties properties) {
        if (!CudaBackend.runsOn(properties.computeCapability())) {
            return ": older than sm_75 (Turing), the oldest that the kernels are compiled for";
        }
        if (properties.driverVersion() < OLDEST_DRIVER) {
            return ": the kernels need a driver for CUDA 11.0 or newer";
        }
        return "";
    }

    private static List<Probe> missing(String reason) {
        return List.of(new Probe(Device.cuda(0), false, reason));
    }
}
