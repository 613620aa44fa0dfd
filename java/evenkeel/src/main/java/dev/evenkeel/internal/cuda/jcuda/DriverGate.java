package dev.evenkeel.internal.cuda.jcuda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides, cheaply, whether looking for a CUDA driver is worth it. Where it is not, no class of JCuda is touched:
 * that would take a tenth of a second and, from JDK 24 on, print warnings about native access.
 *
 * <p>The system property {@code evenkeel.cuda} decides by itself if it is {@code off}, so that there are no CUDA
 * devices, or {@code on}, so that the driver is looked for whatever this class sees. Unset or {@code auto}, Linux needs
 * a trace of a driver and Windows is given a try.
 *
 * @param setting value of the property, empty if unset
 * @param os name of the operating system
 * @param exists whether there is such a file
 */
record DriverGate(String setting, String os, Predicate<Path> exists) {
    /** The system property. */
    static final String PROPERTY = "evenkeel.cuda";

    /** The driver's version file, its control device, and what Windows gives to Linux under WSL. */
    private static final List<Path> TRACES =
            List.of(Path.of("/proc/driver/nvidia/version"), Path.of("/dev/nvidiactl"), Path.of("/dev/dxg"));

    /** The gate of this process. */
    static DriverGate ofThisMachine() {
        return new DriverGate(System.getProperty(PROPERTY, ""), System.getProperty("os.name", ""), Files::exists);
    }

    /** Why not to look for a driver, in one line; empty if it is worth it. */
    Optional<String> closed() {
        return switch (setting) {
            case "off" -> Optional.of("switched off by -D" + PROPERTY + "=off");
            case "on" -> Optional.empty();
            case "", "auto" -> traces();
            default -> Optional.of("-D" + PROPERTY + "=" + setting + " is none of off, on, auto");
        };
    }

    private Optional<String> traces() {
        String system = os.toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return Optional.empty();
        }
        if (!system.startsWith("linux")) {
            return Optional.of("there is no CUDA for " + os);
        }
        return TRACES.stream().anyMatch(exists)
                ? Optional.empty()
                : Optional.of("no NVIDIA driver: none of /proc/driver/nvidia/version, /dev/nvidiactl, /dev/dxg");
    }
}
