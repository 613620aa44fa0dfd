package dev.evenkeel.bench;

import java.util.List;
import java.util.Locale;

/** Rows as a table for a terminal. */
final class Report {
    private static final String FORMAT = "%-24s  %-5s %-12s  %-8s %10s %10s %10s %8s %8s";

    private Report() {}

    /** The heading, without a line's end. */
    static String heading() {
        return String.format(FORMAT, "op", "dtype", "shape", "device", "median µs", "p10", "p90", "GB/s", "of copy");
    }

    /** One row, without a line's end. */
    static String line(Measurement row) {
        return String.format(
                FORMAT,
                row.op(),
                row.dtype(),
                row.shape(),
                row.device(),
                micros(row.medianMicros()),
                micros(row.p10Micros()),
                micros(row.p90Micros()),
                String.format(Locale.ROOT, "%.1f", row.gigabytesPerSecond()),
                row.ofCopy() == null ? "" : String.format(Locale.ROOT, "%.2f", row.ofCopy()));
    }

    /** All rows under the heading. */
    static String table(List<Measurement> rows) {
        StringBuilder table = new StringBuilder(heading());
        rows.forEach(row -> table.append('\n').append(line(row)));
        return table.toString();
    }

    /** Four digits or so, whatever the size. */
    private static String micros(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%.0f", value);
    }
}
