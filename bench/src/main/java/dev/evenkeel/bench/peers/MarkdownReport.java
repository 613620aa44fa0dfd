package dev.evenkeel.bench.peers;

import java.util.List;
import java.util.stream.Collectors;

/** A comparison as Markdown. */
final class MarkdownReport {
    private MarkdownReport() {}

    /** Headline, notes and tables. */
    static String text(String setup, List<Grid> grids) {
        return "# Evenkeel beside its peers on a CPU\n\n" + setup + "\n\n" + Notes.TEXT + "\n"
                + grids.stream().map(MarkdownReport::text).collect(Collectors.joining());
    }

    private static String text(Grid grid) {
        StringBuilder text = new StringBuilder("\n## " + grid.title() + "\n\n");
        text.append(
                line(grid.heads().stream().map(head -> head.replace("#", "")).toList()));
        text.append(line(grid.heads().stream()
                .map(head -> head.endsWith("#") ? "--:" : "---")
                .toList()));
        grid.rows().forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
