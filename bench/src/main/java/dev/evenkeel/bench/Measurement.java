package dev.evenkeel.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of results; {@code bench/gpu/peers.py} writes the same.
 *
 * @param op an {@link Operation}'s label, or {@code copy}
 * @param dtype type of the elements
 * @param shape shape of x, as in {@code 4096x768}
 * @param provider who computed: {@code evenkeel}, {@code torch}, …
 * @param device where: {@code cpu}, {@code cuda:0}
 * @param medianMicros microseconds of one call
 * @param p10Micros a tenth of the samples was faster than this
 * @param p90Micros a tenth of the samples was slower than this
 * @param samples how many samples there were
 * @param bytes the fewest bytes that the operation can move
 * @param gigabytesPerSecond those bytes over the median
 * @param ofCopy the median of a copy of as many bytes on the same device, over this median; null if not measured
 * @param deviceName what the device is
 * @param driver version of its driver; empty for a CPU
 * @param runtime what ran the code: a JVM or a PyTorch, with version
 * @param commit of this repository; ends in {@code -dirty} if files differed from it
 * @param date of the measurement, UTC, as in {@code 2026-01-31}
 */
@JsonPropertyOrder({"op", "dtype", "shape", "provider", "device", "medianMicros", "p10Micros", "p90Micros"})
record Measurement(
        String op,
        String dtype,
        String shape,
        String provider,
        String device,
        double medianMicros,
        double p10Micros,
        double p90Micros,
        long samples,
        long bytes,
        double gigabytesPerSecond,
        @Nullable Double ofCopy,
        String deviceName,
        String driver,
        String runtime,
        String commit,
        String date) {

    /** An array with one line for each row, so that results compare well line by line. */
    static String json(List<Measurement> rows) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        List<String> lines = new ArrayList<>();
        for (Measurement row : rows) {
            lines.add(mapper.writeValueAsString(row));
        }
        return "[\n" + String.join(",\n", lines) + "\n]\n";
    }
}
