package dev.evenkeel.cli.train;

import java.util.List;
import java.util.Locale;

/** The table that {@code train} prints: a row for each combination. */
final class TrainTable {
    private static final String ROW = "%-8s %-9s %24s %15s %24s %10s%n";

    private TrainTable() {}

    /** The table and the sentences under it. */
    static String text(Experiment experiment, List<Summary> summaries, List<String> findings) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "%s: %s; seeds %s%n%n", experiment.data(), experiment.recipe().words(), experiment.seedWords()));
        text.append(String.format(
                ROW, "norm", "scaler", "test accuracy, %", "min to max", "final training loss", "s/epoch"));
        for (Summary summary : summaries) {
            text.append(String.format(
                    ROW,
                    summary.combination().norm().label(),
                    summary.combination().scaler().label(),
                    accuracy(summary),
                    accuracyRange(summary),
                    loss(summary),
                    seconds(summary)));
        }
        text.append(String.format("%n"));
        findings.forEach(sentence -> text.append(String.format("%s%n", sentence)));
        return text.toString();
    }

    /** Mean and standard deviation in percent. */
    static String accuracy(Summary summary) {
        Spread spread = summary.accuracy();
        return String.format(Locale.ROOT, "%.1f ± %.1f", 100 * spread.mean(), 100 * spread.std());
    }

    static String accuracyRange(Summary summary) {
        Spread spread = summary.accuracy();
        return String.format(Locale.ROOT, "%.1f to %.1f", 100 * spread.min(), 100 * spread.max());
    }

    /** Mean and standard deviation. */
    static String loss(Summary summary) {
        if (summary.diverged() > 0) {
            return "diverged in " + summary.diverged() + " of " + summary.runs().size();
        }
        Spread spread = summary.loss();
        return String.format(Locale.ROOT, "%.4f ± %.4f", spread.mean(), spread.std());
    }

    static String seconds(Summary summary) {
        return String.format(Locale.ROOT, "%.4f", summary.secondsPerEpoch());
    }
}
