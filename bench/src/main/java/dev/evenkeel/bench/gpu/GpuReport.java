package dev.evenkeel.bench.gpu;

import dev.evenkeel.cli.html.CategoryPlot;
import dev.evenkeel.cli.html.Figures;
import dev.evenkeel.cli.html.Html;
import dev.evenkeel.cli.html.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page of a run: plots of speed for each operation and type, and all rows. */
final class GpuReport {
    private static final int MOST_CASES_OF_A_PLOT = 16;

    private GpuReport() {}

    static String text(GpuResults results) {
        GpuResults.Setup setup = results.setup();
        String head = "<p class=\"sum\">" + Html.escape(setup.description()) + (setup.dryRun() ? ": a dry run" : "")
                + "</p>\n<p class=\"machine\">"
                + Html.escape(String.join(
                        ", ",
                        setup.java(),
                        setup.peers().isEmpty() ? "no peers" : setup.peers(),
                        "driver " + setup.driver(),
                        "clocks " + setup.clocks(),
                        setup.commit(),
                        setup.date()))
                + "</p>\n";
        return Page.text(
                "Evenkeel on a GPU",
                head,
                "<h2>Speed, cold caches</h2>\n" + Figures.html(plots(results.rows(), Cache.COLD))
                        + "<h2>Speed, warm caches</h2>\n" + Figures.html(plots(results.rows(), Cache.WARM))
                        + "<h2>All rows</h2>\n" + table(results.rows()) + notes());
    }

    private static List<CategoryPlot> plots(List<GpuRow> rows, Cache cache) {
        Map<String, List<GpuRow>> byTitle = new LinkedHashMap<>();
        for (GpuRow row : rows) {
            if (row.kind().equals(GpuRow.DEVICE) && row.cache().equals(cache.label())) {
                byTitle.computeIfAbsent(row.op() + ", " + row.dtype(), key -> new ArrayList<>())
                        .add(row);
            }
        }
        List<CategoryPlot> plots = new ArrayList<>();
        byTitle.forEach((title, ofTitle) -> {
            List<String> shapes = ofTitle.stream().map(GpuRow::shape).distinct().toList();
            for (int from = 0; from < shapes.size(); from += MOST_CASES_OF_A_PLOT) {
                plots.add(plot(
                        title, shapes.subList(from, Math.min(shapes.size(), from + MOST_CASES_OF_A_PLOT)), ofTitle));
            }
        });
        return plots;
    }

    private static CategoryPlot plot(String title, List<String> shapes, List<GpuRow> rows) {
        Map<String, List<@Nullable Double>> byProvider = new LinkedHashMap<>();
        for (String provider : rows.stream().map(GpuRow::provider).distinct().toList()) {
            List<@Nullable Double> speeds = new ArrayList<>();
            for (String shape : shapes) {
                speeds.add(rows.stream()
                        .filter(row ->
                                row.provider().equals(provider) && row.shape().equals(shape))
                        .map(GpuRow::gigabytesPerSecond)
                        .findFirst()
                        .orElse(null));
            }
            byProvider.put(provider, speeds);
        }
        return new CategoryPlot(title, "GB/s of minimal bytes", shapes, byProvider, null, false);
    }

    private static String table(List<GpuRow> rows) {
        StringBuilder html = new StringBuilder("<div class=\"wide\"><table>\n<thead>")
                .append(Html.heads(
                        "kind",
                        "op",
                        "dtype",
                        "shape",
                        "provider",
                        "cache",
                        "median µs#",
                        "p10#",
                        "p90#",
                        "samples#",
                        "GB/s#",
                        "% copy#",
                        "error#",
                        "first ms#"))
                .append("</thead>\n<tbody>\n");
        for (GpuRow row : rows) {
            html.append("<tr>");
            List.of(row.kind(), row.op(), row.dtype(), row.shape(), row.provider(), row.cache())
                    .forEach(text -> html.append(Html.cell(text)));
            html.append(Html.number(number("%.2f", row.medianMicros())))
                    .append(Html.number(number("%.2f", row.p10Micros())))
                    .append(Html.number(number("%.2f", row.p90Micros())))
                    .append(Html.number(Integer.toString(row.samples())))
                    .append(Html.number(number("%.1f", row.gigabytesPerSecond())))
                    .append(Html.number(number("%.0f", row.ofCopy() == null ? null : (Double) (100 * row.ofCopy()))))
                    .append(Html.number(number("%.1e", row.error())))
                    .append(Html.number(
                            number("%.1f", row.firstMicros() == null ? null : (Double) (row.firstMicros() / 1e3))))
                    .append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static String number(String format, @Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, format, value);
    }

    private static String notes() {
        return "<p class=\"note\">Speed counts the fewest bytes that an operation can move: every tensor of x's size once. "
                + "% copy is relative to the fastest copy of as many bytes in the same turns. Cold: one call after a copy "
                + "of more bytes than the cache has; warm: " + Cache.WARM_CALLS
                + " calls after one another. Times are the "
                + "device's, by events; rows of kind host are what a call takes the host while the device works on.</p>\n";
    }
}
