package dev.evenkeel.ptx;

import dev.evenkeel.Device;
import java.util.List;

/** The virtual GPUs that tests run on. */
public final class PtxDevices {
    private PtxDevices() {}

    /** One for each architecture that PTX ships for. */
    public static List<Device> all() {
        return List.of(Device.ptx(75), Device.ptx(80), Device.ptx(90));
    }
}
