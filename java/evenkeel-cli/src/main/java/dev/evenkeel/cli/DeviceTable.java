package dev.evenkeel.cli;

import dev.evenkeel.Device;
import dev.evenkeel.tensor.Devices;
import java.util.ArrayList;
import java.util.List;

/** What was found of each kind of device; a kind of which nothing was even probed is missing too, and says so. */
public final class DeviceTable {
    private DeviceTable() {}

    /** All devices, the reference first; at least one line for each kind. */
    public static List<Devices.Report> all() {
        List<Devices.Report> all = new ArrayList<>();
        List<Devices.Report> probed = Devices.reports();
        for (Device.Kind kind : Device.Kind.values()) {
            List<Devices.Report> ofKind =
                    probed.stream().filter(r -> r.device().kind() == kind).toList();
            all.addAll(ofKind);
            if (ofKind.isEmpty()) {
                all.add(new Devices.Report(anyOf(kind), false, "no backend of this kind is on the class path"));
            }
        }
        return all;
    }

    private static Device anyOf(Device.Kind kind) {
        return kind == Device.Kind.PTX ? Device.ptx(80) : new Device(kind, 0);
    }

    /** Those that are missing. */
    public static List<Devices.Report> missing() {
        return all().stream().filter(report -> !report.usable()).toList();
    }
}
