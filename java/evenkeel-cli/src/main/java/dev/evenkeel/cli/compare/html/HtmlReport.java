package dev.evenkeel.cli.compare.html;

import dev.evenkeel.cli.compare.measure.Numbers;
import dev.evenkeel.cli.compare.measure.OutputError;
import dev.evenkeel.cli.compare.measure.Row;
import dev.evenkeel.cli.compare.measure.Traffic;
import dev.evenkeel.cli.html.Html;
import dev.evenkeel.cli.html.Page;
import dev.evenkeel.tensor.Devices;
import java.util.List;
import java.util.Locale;

/** The report of a comparison: one page that needs nothing else, for the screen and for paper. */
public final class HtmlReport {
    private HtmlReport() {}

    /**
     * The page.
     *
     * @param rows what was found
     * @param missing devices that could not be compared
     * @param summary one line that sums up
     */
    public static String text(List<Row> rows, List<Devices.Report> missing, String summary) {
        boolean passed = rows.stream().allMatch(Row::passes);
        String head = "<p class=\"sum " + (passed ? "pass" : "fail") + "\">" + Html.escape(summary.strip()) + "</p>\n";
        return Page.text(
                "Evenkeel comparison",
                head + Page.machine(),
                devices(rows, missing) + complaints(rows)
                        + "<h2>Speed and error</h2>\n" + Plots.html(rows)
                        + "<h2>All rows</h2>\n" + table(rows) + notes()
                        + "<h2>Each output</h2>\n" + outputs(rows));
    }

    private static String devices(List<Row> rows, List<Devices.Report> missing) {
        StringBuilder html = new StringBuilder("<ul class=\"devices\">\n");
        for (Devices.Report report : Devices.reports()) {
            if (rows.stream().anyMatch(row -> row.device().equals(report.device()))) {
                html.append("<li><b>").append(report.device()).append("</b> ");
                html.append(Html.escape(report.description())).append("</li>\n");
            }
        }
        for (Devices.Report report : missing) {
            html.append("<li class=\"missing\"><b>").append(report.device()).append("</b> missing: ");
            html.append(Html.escape(report.description())).append("</li>\n");
        }
        return html.append("</ul>\n").toString();
    }

    private static String complaints(List<Row> rows) {
        StringBuilder html = new StringBuilder();
        for (Row row : rows) {
            for (String complaint : row.complaints()) {
                html.append("<p class=\"fail\">").append(Html.escape(row.label() + ": " + complaint));
                html.append("</p>\n");
            }
        }
        return html.toString();
    }

    private static String table(List<Row> rows) {
        StringBuilder html = new StringBuilder("<div class=\"wide\"><table>\n<thead>")
                .append(Html.heads(
                        "op",
                        "shape",
                        "dtype",
                        "device",
                        "max abs#",
                        "rel L2#",
                        "allowed#",
                        "ulp#",
                        "",
                        "median#",
                        "GB/s#",
                        "% copy#"))
                .append("</thead>\n<tbody>\n");
        for (Row row : rows) {
            OutputError worst = row.worst();
            html.append("<tr>")
                    .append(Html.cell(row.what().op().name()))
                    .append(Html.cell(row.what().shapeText()))
                    .append(Html.cell(row.what().dtype().label()))
                    .append(Html.cell(row.device().toString()))
                    .append(Html.number(Numbers.scientific(row.maxAbs())))
                    .append(Html.number(Numbers.scientific(worst.relativeL2())))
                    .append(Html.number(Numbers.scientific(worst.tolerance().relativeL2())))
                    .append(Html.number(Numbers.ulps(row.worstUlp())))
                    .append(Html.verdict(row.passes()))
                    .append(Html.number(Numbers.time(row.medianMicros())))
                    .append(Html.number(String.format(Locale.ROOT, "%.2f", row.gigabytesPerSecond())))
                    .append(Html.number(String.format(Locale.ROOT, "%.1f", row.percentOfCopy())))
                    .append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static String outputs(List<Row> rows) {
        StringBuilder html = new StringBuilder("<details><summary>Errors of every output of every row</summary>\n"
                        + "<div class=\"wide\"><table>\n<thead>")
                .append(Html.heads(
                        "row",
                        "output",
                        "max abs#",
                        "rel L2#",
                        "allowed#",
                        "one element#",
                        "allowed#",
                        "ulp#",
                        "not finite#",
                        ""))
                .append("</thead>\n<tbody>\n");
        for (Row row : rows) {
            for (OutputError error : row.errors()) {
                html.append("<tr>")
                        .append(Html.cell(row.label()))
                        .append(Html.cell(error.output()))
                        .append(Html.number(Numbers.scientific(error.maxAbs())))
                        .append(Html.number(Numbers.scientific(error.relativeL2())))
                        .append(Html.number(Numbers.scientific(error.tolerance().relativeL2())))
                        .append(Html.number(Numbers.scientific(error.worstElement())))
                        .append(Html.number(Numbers.scientific(error.tolerance().element())))
                        .append(Html.number(Numbers.ulps(error.worstUlp())))
                        .append(Html.number(Long.toString(error.notFinite())))
                        .append(Html.verdict(error.passes()))
                        .append("</tr>\n");
            }
        }
        return html.append("</tbody></table></div></details>\n").toString();
    }

    private static String notes() {
        return "<p class=\"note\">Errors are those against the scalar device in float64 on the same rounded inputs. "
                + "The relative L2 error is that of the output nearest to its bound; max abs and ulp are over all "
                + "outputs, and an element near 0 can be many ulps off and right. Speed counts " + Traffic.FORMULA
                + "; % copy is relative to a copy of as many bytes on the same device, timed in turns.</p>\n";
    }
}
