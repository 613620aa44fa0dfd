package dev.evenkeel.internal.spi;

import dev.evenkeel.Device;
import java.util.List;

/**
 * Finds the devices of one kind. Found through {@link java.util.ServiceLoader}; an implementation must load, and
 * {@link #probe} must answer, on machines that have nothing it needs.
 */
public interface BackendProvider {
    /** What there is of this kind, at least one line; cheap and silent, never throws. */
    List<Probe> probe();

    /** The backend of a device that {@link #probe} said is usable. */
    NormBackend open(Device device);

    /**
     * What was found of one device.
     *
     * @param device the device
     * @param usable whether it can be opened
     * @param description what it is, or in one line why it can't be used
     */
    record Probe(Device device, boolean usable, String description) {}
}
