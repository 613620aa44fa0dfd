package dev.evenkeel.bench.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one process found.
 *
 * @param versions of each candidate's library
 * @param rows times
 * @param accuracy errors of y for difficult inputs
 */
record MeasuredRun(Map<String, String> versions, List<PeerRow> rows, List<AccuracyRow> accuracy) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static MeasuredRun read(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), MeasuredRun.class);
    }

    void write(Path file) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(this));
    }

    /** The rows as an array with one line for each, so that results compare well line by line. */
    static String json(List<PeerRow> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        for (PeerRow row : rows) {
            lines.add(MAPPER.writeValueAsString(row));
        }
        return "[\n" + String.join(",\n", lines) + "\n]\n";
    }
}
