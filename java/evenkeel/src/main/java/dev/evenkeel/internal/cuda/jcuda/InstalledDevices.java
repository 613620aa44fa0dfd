package dev.evenkeel.internal.cuda.jcuda;

import dev.evenkeel.internal.cuda.DeviceProperties;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import jcuda.driver.JCudaDriver;

/**
 * What the driver of this machine lists. Looked for once, when this class is initialized; nothing that goes wrong
 * leaves it, whatever it is: no JCuda, no natives for the platform, no driver, no device.
 *
 * @param devices in the driver's order
 * @param problem in one line, why there are none; empty if there are some
 */
record InstalledDevices(List<DeviceProperties> devices, String problem) {
    /** Those of this process. */
    static final InstalledDevices FOUND = find();

    private static final String LOADER_SAYS = "UnsatisfiedLinkError: ";

    private static InstalledDevices find() {
        try {
            load();
            DeviceQueries.initialize();
            List<DeviceProperties> devices = IntStream.range(0, DeviceQueries.deviceCount())
                    .mapToObj(DeviceQueries::properties)
                    .toList();
            return new InstalledDevices(devices, devices.isEmpty() ? "the driver lists no device" : "");
        } catch (Throwable e) {
            return new InstalledDevices(List.of(), reason(e));
        }
    }

    /** The name of a constant would be compiled in: only a call initializes the class. */
    private static void load() throws IOException {
        NativeLibraries.load("JCudaDriver", () -> initialize(JCudaDriver.class));
    }

    private static void initialize(Class<?> type) {
        try {
            Class.forName(type.getName(), true, type.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(type.getName());
        }
    }

    /** One line. JCuda's errors are pages with what the system's loader said somewhere in them. */
    static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof NoClassDefFoundError) {
            return "JCuda is missing: no class " + message.replace('/', '.');
        }
        return message.lines()
                .filter(line -> line.contains(LOADER_SAYS))
                .map(line -> line.substring(line.indexOf(LOADER_SAYS) + LOADER_SAYS.length()))
                .reduce((first, last) -> last)
                .orElseGet(() -> failure.getClass().getSimpleName() + ": "
                        + message.lines().findFirst().orElse(""));
    }
}
