package dev.evenkeel.bench.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a README says of results: for each device a table with one line for each operation. */
final class ReadmeTable {
    static final String BEGIN = "<!-- gpu results, written by bench/gpu/table -->";
    static final String END = "<!-- end of gpu results -->";

    private static final List<String> PEERS = List.of("torch", "torch-compile", "triton", "torch-cudnn");

    private ReadmeTable() {}

    /**
     * A README with the tables between its two marks.
     *
     * @throws IllegalArgumentException if it has none
     */
    static String in(String readme, List<GpuResults> results) {
        int begin = readme.indexOf(BEGIN);
        int end = readme.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("no lines '" + BEGIN + "' and '" + END + "'");
        }
        String tables = results.stream().map(ReadmeTable::text).collect(Collectors.joining("\n"));
        return readme.substring(0, begin + BEGIN.length()) + "\n" + tables + readme.substring(end);
    }

    static String text(GpuResults results) {
        GpuResults.Setup setup = results.setup();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%s, %s%s, %s:",
                setup.description(), setup.java(), setup.peers().isEmpty() ? "" : ", " + setup.peers(), setup.date()));
        lines.add("");
        lines.add("| op | cases | GB/s | % of copy | × PyTorch | × torch.compile | × Triton | × cuDNN | host µs | first"
                + " call ms |");
        lines.add("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        results.rows().stream()
                .filter(row -> row.kind().equals(GpuRow.DEVICE))
                .map(GpuRow::op)
                .distinct()
                .forEach(op -> lines.add(line(op, results.rows())));
        lines.add("");
        lines.add(
                "By the fewest bytes that an operation can move, with cold caches: medians over the cases, % of copy with"
                        + " the lowest and the highest, times a peer's speed by geometric mean.");
        return String.join("\n", lines) + "\n";
    }

    private static String line(String op, List<GpuRow> all) {
        List<GpuRow> rows = all.stream().filter(row -> row.op().equals(op)).toList();
        List<GpuRow> cold = rows.stream()
                .filter(row -> row.cache().equals(Cache.COLD.label()))
                .toList();
        List<GpuRow> ours =
                cold.stream().filter(row -> row.provider().equals("evenkeel")).toList();
        List<Double> speeds = ours.stream()
                .map(GpuRow::gigabytesPerSecond)
                .filter(Objects::nonNull)
                .toList();
        List<Double> shares = ours.stream()
                .map(GpuRow::ofCopy)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        List<String> cells = new ArrayList<>();
        cells.add("`" + op + "`");
        cells.add(String.valueOf(ours.size()));
        cells.add(speeds.isEmpty() ? "" : String.format(Locale.ROOT, "%.0f", GpuRow.median(speeds)));
        cells.add(shares.isEmpty() ? "" : shares(shares));
        PEERS.forEach(peer -> cells.add(times(ours, cold, peer)));
        cells.add(micros(rows, GpuRow.HOST, 1));
        cells.add(micros(rows, GpuRow.FIRST_CALL, 1000));
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String shares(List<Double> sorted) {
        return String.format(
                Locale.ROOT,
                "%.0f (%.0f–%.0f)",
                100 * GpuRow.median(sorted),
                100 * sorted.get(0),
                100 * sorted.get(sorted.size() - 1));
    }

    /** How many times a peer's speed ours is, by geometric mean over the cases that both have. */
    private static String times(List<GpuRow> ours, List<GpuRow> cold, String peer) {
        List<Double> logs = new ArrayList<>();
        for (GpuRow own : ours) {
            Double theirs = median(cold, peer, own.caseKey());
            if (theirs != null) {
                logs.add(Math.log(theirs / own.medianMicros()));
            }
        }
        return logs.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.2f",
                        Math.exp(logs.stream().mapToDouble(log -> log).average().orElse(0)));
    }

    @Nullable
    private static Double median(List<GpuRow> rows, String provider, String caseKey) {
        return rows.stream()
                .filter(row -> row.provider().equals(provider) && row.caseKey().equals(caseKey))
                .map(GpuRow::medianMicros)
                .findFirst()
                .orElse(null);
    }

    private static String micros(List<GpuRow> rows, String kind, int unit) {
        return rows.stream()
                .filter(row -> row.kind().equals(kind))
                .map(row -> String.format(Locale.ROOT, "%.1f", row.medianMicros() / unit))
                .findFirst()
                .orElse("");
    }
}
