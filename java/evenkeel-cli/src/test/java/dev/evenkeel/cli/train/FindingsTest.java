package dev.evenkeel.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.io.StateDict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static Summary summary(NormKind norm, ScalerKind scaler, double... accuracies) {
        Combination combination = new Combination(norm, scaler);
        List<RunResult> runs = new ArrayList<>();
        for (int i = 0; i < accuracies.length; i++) {
            runs.add(new RunResult(
                    combination,
                    i,
                    new double[] {1},
                    new double[] {accuracies[i]},
                    0.1,
                    StateDict.builder().build()));
        }
        return new Summary(combination, runs);
    }

    private static String first(Summary... summaries) {
        return Findings.of(List.of(summaries), 0.4).get(0);
    }

    @Test
    void saysWhatANormalizationBought() {
        assertThat(first(
                        summary(NormKind.NONE, ScalerKind.NONE, 0.5, 0.6, 0.7),
                        summary(NormKind.BATCH, ScalerKind.NONE, 0.8, 0.9, 0.97)))
                .isEqualTo("On raw features, batch norm ended at 89.0 % test accuracy, 29.0 points above the 60.0 %"
                        + " without normalization (±2.0 over 3 seeds).");
    }

    @Test
    void saysWhereItDidHarm() {
        assertThat(first(
                        summary(NormKind.NONE, ScalerKind.STANDARD, 0.9, 0.9),
                        summary(NormKind.RMS, ScalerKind.STANDARD, 0.8, 0.8)))
                .contains(
                        "On standardized features, RMS norm ended at 80.0 % test accuracy, 10.0 points below the 90.0 %");
    }

    @Test
    void saysWhatIsNoMoreThanChance() {
        assertThat(first(
                        summary(NormKind.NONE, ScalerKind.NONE, 0.9, 0.9),
                        summary(NormKind.LAYER, ScalerKind.NONE, 0.8, 1)))
                .contains(
                        "no measurable difference from the 90.0 % without normalization: +0.0 points (±20.0 over 2 seeds)");
        assertThat(first(summary(NormKind.NONE, ScalerKind.NONE, 0.9), summary(NormKind.LAYER, ScalerKind.NONE, 0.95)))
                .contains("5.0 points above", "one seed, so this may be chance");
    }

    @Test
    void comparesScalersToo() {
        List<String> sentences = Findings.of(
                List.of(
                        summary(NormKind.NONE, ScalerKind.NONE, 0.4, 0.5),
                        summary(NormKind.NONE, ScalerKind.STANDARD, 0.96, 0.98)),
                0.397);
        assertThat(sentences)
                .containsExactly(
                        "With no normalization, standardized features ended at 97.0 % test accuracy, 52.0 points above the"
                                + " 45.0 % on raw features (±8.0 over 2 seeds).",
                        "Guessing the most common class gets 39.7 % of the test examples right.");
    }
}
