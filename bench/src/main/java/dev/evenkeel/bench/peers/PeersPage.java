package dev.evenkeel.bench.peers;

import dev.evenkeel.cli.html.CategoryPlot;
import dev.evenkeel.cli.html.Figures;
import dev.evenkeel.cli.html.Html;
import dev.evenkeel.cli.html.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A comparison as a page of HTML: plots of each operation, and the tables. */
final class PeersPage {
    private static final int MOST_SHAPES_OF_A_PLOT = 12;

    private PeersPage() {}

    static String text(String setup, List<PeerRow> rows, List<Grid> grids) {
        return Page.text(
                "Evenkeel beside its peers on a CPU",
                "<p class=\"machine\">" + Html.escape(setup) + "</p>\n",
                "<p class=\"note\">" + Html.escape(Notes.TEXT) + "</p>\n<h2>Share of the copy's speed</h2>\n"
                        + Figures.html(plots(rows))
                        + grids.stream().map(PeersPage::table).collect(Collectors.joining()));
    }

    private static List<CategoryPlot> plots(List<PeerRow> rows) {
        List<CategoryPlot> plots = new ArrayList<>();
        plots.addAll(plots("", Standing.of(rows, null)));
        plots.addAll(plots(", huge pages", Standing.of(rows, PeerRow.HUGE)));
        return plots;
    }

    private static List<CategoryPlot> plots(String where, List<Standing> standings) {
        List<CategoryPlot> plots = new ArrayList<>();
        for (String op : Summary.ops(standings)) {
            List<Standing> ofOp = standings.stream()
                    .filter(standing -> standing.op().equals(op) && Summary.isInTable(standing))
                    .limit(MOST_SHAPES_OF_A_PLOT)
                    .toList();
            if (!ofOp.isEmpty()) {
                plots.add(plot(op + where, ofOp));
            }
        }
        return plots;
    }

    private static CategoryPlot plot(String title, List<Standing> standings) {
        Map<String, List<@Nullable Double>> byCandidate = new LinkedHashMap<>();
        standings.stream()
                .flatMap(standing -> standing.byCandidate().keySet().stream())
                .filter(candidate -> !candidate.equals(CopyLibrary.CANDIDATE))
                .distinct()
                .forEach(candidate -> byCandidate.put(candidate, values(standings, s -> s.ofCopy(candidate))));
        return new CategoryPlot(title, "copy's time / its time", labels(standings), byCandidate, null, false);
    }

    private static List<String> labels(List<Standing> standings) {
        return standings.stream()
                .map(standing -> standing.shape().replace(" channels-last", " last"))
                .toList();
    }

    private static List<@Nullable Double> values(List<Standing> standings, Function<Standing, @Nullable Double> value) {
        List<@Nullable Double> values = new ArrayList<>();
        standings.forEach(standing -> values.add(value.apply(standing)));
        return values;
    }

    private static String table(Grid grid) {
        StringBuilder html = new StringBuilder("<h2>" + Html.escape(grid.title()) + "</h2>\n")
                .append("<div class=\"wide\"><table>\n<thead>")
                .append(Html.heads(grid.heads().toArray(String[]::new)))
                .append("</thead>\n<tbody>\n");
        for (List<String> row : grid.rows()) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append(grid.heads().get(i).endsWith("#") ? Html.number(row.get(i)) : Html.cell(row.get(i)));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }
}
