package dev.evenkeel.cli.info;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What Linux tells about the processor and the NVIDIA driver; other systems keep quiet.
 *
 * @param model its name
 * @param vectorBits width of its vector registers; 0 if unknown
 */
record Processor(String model, int vectorBits) {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");

    static Processor here() {
        List<String> lines = lines(CPUINFO);
        return new Processor(value(lines, "model name", "unknown"), vectorBits(lines));
    }

    /** The first line that the NVIDIA kernel driver says of itself. */
    static String driver() {
        return value(lines(DRIVER), "NVRM version", "none loaded (" + DRIVER + " is not there)");
    }

    /** Reads the flags of the first core. */
    static int vectorBits(List<String> cpuinfo) {
        String listed = value(cpuinfo, "flags", value(cpuinfo, "Features", ""));
        Set<String> flags =
                Set.copyOf(List.of(listed.split("\\s+")).stream().distinct().toList());
        if (flags.contains("avx512f")) {
            return 512;
        }
        if (flags.contains("avx2")) {
            return 256;
        }
        return flags.contains("sse2") || flags.contains("asimd") ? 128 : 0;
    }

    private static String value(List<String> lines, String key, String otherwise) {
        return lines.stream()
                .filter(line -> line.startsWith(key) && line.indexOf(':') > 0)
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }

    private static List<String> lines(Path path) {
        try {
            return Files.isReadable(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
