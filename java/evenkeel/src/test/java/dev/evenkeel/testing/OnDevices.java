package dev.evenkeel.testing;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.evenkeel.Device;
import dev.evenkeel.tensor.Devices;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Tests that run once for each of some devices. Where there is none, they are skipped, and say so on standard error
 * with what the probes found.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OnDevices {
    private final List<Device> devices;

    protected OnDevices(List<Device> devices) {
        this.devices = devices;
    }

    /** The devices that need no GPU. */
    public static List<Device> heap() {
        return List.of(Device.SCALAR, Device.CPU);
    }

    /** The CUDA devices of this machine. */
    public static List<Device> cuda() {
        return Devices.available().stream()
                .filter(d -> d.kind() == Device.Kind.CUDA)
                .toList();
    }

    /** Whether a device's results are those of the CUDA kernels, on a real GPU or a virtual one. */
    protected static boolean runsKernels(Device device) {
        return device.kind() == Device.Kind.CUDA || device.kind() == Device.Kind.PTX;
    }

    protected final List<Device> devices() {
        return devices;
    }

    @BeforeAll
    final void skipAloudWithoutDevices() {
        if (devices.isEmpty()) {
            System.err.println("SKIPPED " + getClass().getName() + ": " + whyNoCuda());
        }
        assumeFalse(devices.isEmpty(), OnDevices::whyNoCuda);
    }

    private static String whyNoCuda() {
        String found = Devices.reports().stream()
                .filter(r -> r.device().kind() == Device.Kind.CUDA)
                .map(r -> r.device() + ": " + r.description())
                .collect(Collectors.joining("; "));
        return found.isEmpty() ? "no CUDA backend on the class path" : found;
    }
}
