package dev.evenkeel.bench.gpu;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was measured on one device on one day: {@code results.json}, and its rows as {@code results.csv}. */
record GpuResults(Setup setup, List<GpuRow> rows) {
    static final String JSON = "results.json";
    static final String CSV = "results.csv";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * What all rows share.
     *
     * @param deviceName the GPU
     * @param description what it says of itself
     * @param driver version of its driver
     * @param clocks what {@code nvidia-smi} says of clocks, now and at most; nothing changes them
     * @param java the JVM
     * @param peers PyTorch, cuDNN and Triton, with versions; empty if there were none
     * @param commit of this repository
     * @param date UTC
     * @param dryRun whether nothing was measured, only the program tried
     */
    record Setup(
            String deviceName,
            String description,
            String driver,
            String clocks,
            String java,
            String peers,
            String commit,
            String date,
            boolean dryRun) {
        /** Below the folder of all results: {@code nvidia-h100-80gb-hbm3/2026-01-31}. */
        Path folder() {
            String device = deviceName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
            return Path.of(device, date);
        }
    }

    static GpuResults read(Path folder) throws IOException {
        return MAPPER.readValue(folder.resolve(JSON).toFile(), GpuResults.class);
    }

    /** These, with rows added; older rows of the same things are dropped. */
    GpuResults with(List<GpuRow> added) {
        List<GpuRow> merged = new ArrayList<>(rows);
        merged.removeIf(old -> added.stream().anyMatch(row -> row.replaces(old)));
        merged.addAll(added);
        return new GpuResults(setup, merged);
    }

    /** Writes both files, one line for each row. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>();
        for (GpuRow row : rows) {
            lines.add(MAPPER.writeValueAsString(row));
        }
        Files.writeString(
                folder.resolve(JSON),
                "{\"setup\": " + MAPPER.writeValueAsString(setup) + ",\n\"rows\": [\n" + String.join(",\n", lines)
                        + "\n]}\n");
        Files.writeString(
                folder.resolve(CSV),
                rows.stream().map(GpuRow::csv).collect(Collectors.joining("\n", GpuRow.CSV_HEADS + "\n", "\n")));
    }
}
