package dev.evenkeel.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether asking for huge pages has helped. */
final class HugePages {
    /** What it is reported as. */
    static final String LABEL = "huge pages";

    private static final Path MEMORY = Path.of("/proc/self/smaps_rollup");

    private HugePages() {}

    /** How much of this process lies in them. */
    static String inUse() {
        try {
            return Files.readAllLines(MEMORY).stream()
                    .filter(line -> line.startsWith("AnonHugePages:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip() + " in use")
                    .findFirst()
                    .orElse("not told");
        } catch (IOException e) {
            return "not told: " + e.getMessage();
        }
    }
}
