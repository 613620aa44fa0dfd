package dev.evenkeel.bench;

import dev.evenkeel.Device;
import dev.evenkeel.tensor.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/**
 * What stays the same in all rows of one run.
 *
 * @param driver version of the GPU's driver, empty if unknown
 * @param commit of the repository, empty if unknown
 * @param date today, UTC
 */
public record Host(String driver, String commit, String date) {
    /** Of today. */
    public static Host today(String driver, String commit) {
        return new Host(driver, commit, LocalDate.now(ZoneOffset.UTC).toString());
    }

    /** {@code 25.0.1+8-LTS, Eclipse Adoptium} */
    public String runtime() {
        return "JDK " + System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor");
    }

    /** What a device is: for a GPU what was probed, else the processor and the number of its threads. */
    public String nameOf(Device device) {
        if (device.kind() == Device.Kind.CUDA) {
            return Devices.reports().stream()
                    .filter(report -> report.device().equals(device))
                    .map(Devices.Report::description)
                    .findFirst()
                    .orElse("");
        }
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " threads";
    }

    /** Version of the driver of a device, empty for those that have none. */
    String driverOf(Device device) {
        return device.kind() == Device.Kind.CUDA ? driver : "";
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
