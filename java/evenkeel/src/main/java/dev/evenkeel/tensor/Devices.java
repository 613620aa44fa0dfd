package dev.evenkeel.tensor;

import dev.evenkeel.BackendUnavailableException;
import dev.evenkeel.Device;
import dev.evenkeel.internal.spi.BackendProvider;
import dev.evenkeel.internal.spi.Backends;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the devices of this machine. They are probed once, when first asked for, silently; what is missing is kept
 * with its reason. Thread-safe.
 */
public final class Devices {
    private Devices() {}

    /**
     * What was found of one device.
     *
     * @param device the device
     * @param usable whether tensors can lie on it
     * @param description what it is, or in one line why it can't be used
     */
    public record Report(Device device, boolean usable, String description) {}

    /** Every device that was probed, the missing ones too; the reference first, then the CPU, then CUDA. */
    public static List<Report> reports() {
        return Backends.probes().stream().map(Devices::report).toList();
    }

    /** The devices that tensors can lie on. */
    public static List<Device> available() {
        return reports().stream().filter(Report::usable).map(Report::device).toList();
    }

    /** The first CUDA device if one is usable, else the CPU. */
    public static Device best() {
        return available().contains(Device.cuda(0)) ? Device.cuda(0) : Device.CPU;
    }

    /**
     * Makes sure of a device before work starts.
     *
     * @return {@code device}
     * @throws BackendUnavailableException if this machine can't give it; says why
     */
    public static Device require(Device device) {
        return Backends.of(device).device();
    }

    /** Returns when all work given to {@code device} so far is done. CPU work is always done when its call returns. */
    public static void synchronize(Device device) {
        Backends.of(device).synchronize();
    }

    /**
     * What multiplies matrices on {@code device}, in a few words: a library and its version, or kernels of this project.
     *
     * @throws BackendUnavailableException if this machine can't give the device
     */
    public static String matrixProducts(Device device) {
        return Backends.of(device).network().matrices().description();
    }

    /** One line for each device, missing ones with the reason: for bug reports. */
    public static String describe() {
        return reports().stream()
                .map(r -> String.format("%-8s %s%s", r.device(), r.usable() ? "" : "missing: ", r.description()))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static Report report(BackendProvider.Probe probe) {
        return new Report(probe.device(), probe.usable(), probe.description());
    }
}
