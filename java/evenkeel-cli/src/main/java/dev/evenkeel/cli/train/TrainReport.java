package dev.evenkeel.cli.train;

import dev.evenkeel.cli.html.CurvePlot;
import dev.evenkeel.cli.html.Figures;
import dev.evenkeel.cli.html.Html;
import dev.evenkeel.cli.html.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report of {@code train}: one page with what was found, the curves side by side, and the table. */
final class TrainReport {
    /** More curves than these in a plot can't be told apart. */
    private static final int CURVES = 7;

    private TrainReport() {}

    static String text(Experiment experiment, List<Summary> summaries, List<String> findings) {
        String head = "<p class=\"sum\">"
                + Html.escape(experiment.recipe().network().label() + " on " + experiment.data()) + "</p>\n"
                + "<p class=\"machine\">"
                + Html.escape(experiment.recipe().words() + "; seeds " + experiment.seedWords())
                + "</p>\n" + Page.machine();
        return Page.text(
                "Evenkeel training",
                head,
                "<h2>What was found</h2>\n" + sentences(findings) + "<h2>Curves</h2>\n" + curves(summaries)
                        + "<h2>All combinations</h2>\n" + table(summaries) + notes(summaries));
    }

    private static String sentences(List<String> findings) {
        StringBuilder html = new StringBuilder("<ul>\n");
        findings.forEach(
                sentence -> html.append("<li>").append(Html.escape(sentence)).append("</li>\n"));
        return html.append("</ul>\n").toString();
    }

    private static String curves(List<Summary> summaries) {
        if (summaries.size() <= CURVES) {
            return Figures.html(plots("", summaries));
        }
        StringBuilder html = new StringBuilder();
        Map<ScalerKind, List<Summary>> byScaler = new LinkedHashMap<>();
        summaries.forEach(
                summary -> byScaler.computeIfAbsent(summary.combination().scaler(), scaler -> new ArrayList<>())
                        .add(summary));
        byScaler.forEach((scaler, ofScaler) -> html.append(Figures.html(plots(", " + scaler.words(), ofScaler))));
        return html.toString();
    }

    private static List<CurvePlot> plots(String which, List<Summary> summaries) {
        Map<String, double[]> losses = new LinkedHashMap<>();
        Map<String, double[]> accuracies = new LinkedHashMap<>();
        for (Summary summary : summaries) {
            String label = summary.combination().label();
            losses.put(label, summary.mean(RunResult::losses));
            accuracies.put(label, summary.mean(RunResult::accuracies));
        }
        return List.of(
                new CurvePlot("Training loss" + which, "mean over the epoch and the seeds", losses, true),
                new CurvePlot("Test accuracy" + which, "share right, mean over the seeds", accuracies, false));
    }

    private static String table(List<Summary> summaries) {
        StringBuilder html = new StringBuilder("<div class=\"wide\"><table>\n<thead>")
                .append(Html.heads(
                        "norm",
                        "scaler",
                        "test accuracy, %#",
                        "min to max#",
                        "final training loss#",
                        "seconds per epoch#"))
                .append("</thead>\n<tbody>\n");
        for (Summary summary : summaries) {
            html.append("<tr>")
                    .append(Html.cell(summary.combination().norm().label()))
                    .append(Html.cell(summary.combination().scaler().label()))
                    .append(Html.number(TrainTable.accuracy(summary)))
                    .append(Html.number(TrainTable.accuracyRange(summary)))
                    .append(Html.number(TrainTable.loss(summary)))
                    .append(Html.number(TrainTable.seconds(summary)))
                    .append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static String notes(List<Summary> summaries) {
        String seeds = summaries.get(0).runs().size() == 1
                ? "There is one seed: differences may be its luck."
                : "Each figure is mean ± standard deviation over the seeds.";
        return "<p class=\"note\">" + seeds
                + " A seed is a split of the examples, initial parameters and an order of the batches, the same for every"
                + " combination. Scalers are fitted to the training part alone. Accuracy is that on the test part after"
                + " the last epoch, no epoch is picked; the loss is the mean over the last epoch's batches as they were"
                + " learned from. A curve ends where a loss is no longer a number. In the sentences, ± is two standard"
                + " errors of the mean difference between runs of the same seed; a difference within it is called not"
                + " measurable. Seconds are the median epoch without testing.</p>\n";
    }
}
