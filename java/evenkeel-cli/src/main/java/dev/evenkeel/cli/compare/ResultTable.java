package dev.evenkeel.cli.compare;

import dev.evenkeel.cli.compare.measure.Numbers;
import dev.evenkeel.cli.compare.measure.OutputError;
import dev.evenkeel.cli.compare.measure.Row;
import dev.evenkeel.cli.compare.measure.Traffic;
import dev.evenkeel.tensor.Devices;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table that a comparison prints, at most 120 columns wide. */
final class ResultTable {
    private static final String ROW = "%-22s %-13s %-5s %-7s %8s %8s %8s %8s %-4s %10s %8s %7s%n";

    private ResultTable() {}

    /** The table, the devices that are missing, and one line that sums up. */
    static String text(List<Row> rows, List<Devices.Report> missing, double seconds) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                ROW, "op", "shape", "dtype", "device", "max abs", "rel L2", "allowed", "ulp", "", "median", "GB/s",
                "% copy"));
        String group = "";
        for (Row row : rows) {
            String next = row.what().op().name() + row.what().shape();
            if (!next.equals(group)) {
                text.append(String.format("%s%n", "-".repeat(119)));
                group = next;
            }
            text.append(line(row));
        }
        text.append(String.format("%n"));
        rows.forEach(row -> row.complaints()
                .forEach(complaint -> text.append(String.format("FAIL %s: %s%n", row.label(), complaint))));
        text.append(legend());
        missing.forEach(
                report -> text.append(String.format("%s is missing: %s%n", report.device(), report.description())));
        return text.append(summary(rows, seconds)).toString();
    }

    private static String line(Row row) {
        OutputError worst = row.worst();
        return String.format(
                Locale.ROOT,
                ROW,
                row.what().op().name(),
                row.what().shapeText(),
                row.what().dtype().label(),
                row.device(),
                Numbers.scientific(row.maxAbs()),
                Numbers.scientific(worst.relativeL2()),
                Numbers.scientific(worst.tolerance().relativeL2()),
                Numbers.ulps(row.worstUlp()),
                row.passes() ? "pass" : "FAIL",
                Numbers.time(row.medianMicros()),
                String.format(Locale.ROOT, "%.2f", row.gigabytesPerSecond()),
                String.format(Locale.ROOT, "%.1f", row.percentOfCopy()));
    }

    private static String legend() {
        return String.format("errors: against the scalar device in float64 on the same rounded inputs; max abs and ulp"
                + " over all outputs,%n  rel L2 of the output nearest to its bound; an element near 0 can be many ulps"
                + " off and right%n"
                + "speed: GB/s of " + Traffic.FORMULA.replaceFirst(";", ";%n ") + ";%n  %% copy: of the speed of a copy"
                + " of as many bytes on the same device, timed in turns%n");
    }

    /** One line: how many rows on which devices, and how many failed. */
    static String summary(List<Row> rows, double seconds) {
        long failed = rows.stream().filter(row -> !row.passes()).count();
        String devices =
                rows.stream().map(row -> row.device().toString()).distinct().collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%d rows on %s: %d passed, %d failed; %.1f s%n",
                rows.size(),
                devices,
                rows.size() - failed,
                failed,
                seconds);
    }
}
