package dev.evenkeel.cli.train;

import dev.evenkeel.Shape;
import dev.evenkeel.cli.data.DataSource;
import dev.evenkeel.cli.data.Split;
import dev.evenkeel.cli.report.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Every combination of normalization and scaler, for every seed.
 *
 * @param recipe what the runs have in common
 * @param data what the user calls the examples
 * @param source where they come from
 * @param norms normalizations to train with
 * @param scalers scalers to train with
 * @param seeds a split, initial parameters and orders of examples each
 */
record Experiment(
        Recipe recipe,
        String data,
        DataSource source,
        List<NormKind> norms,
        List<ScalerKind> scalers,
        List<Long> seeds) {
    /** The runs: for each combination those of all seeds. */
    List<RunResult> run() {
        List<RunResult> results = new ArrayList<>();
        List<Split> splits = seeds.stream().map(source::split).toList();
        Shape input = recipe.network().input(splits.get(0).train().example(), data);
        try (Progress progress = Progress.of("train", batches(splits))) {
            for (NormKind norm : norms) {
                for (ScalerKind scaler : scalers) {
                    Combination combination = new Combination(norm, scaler);
                    for (int i = 0; i < splits.size(); i++) {
                        TrainingListener listener = new Reporter(progress, combination, seeds.get(i));
                        Split scaled = scaler.applyTo(splits.get(i));
                        results.add(Training.run(recipe, combination, scaled, input, seeds.get(i), listener));
                    }
                }
            }
        }
        return results;
    }

    private long batches(List<Split> splits) {
        long perEpoch = 0;
        for (Split split : splits) {
            perEpoch +=
                    Batches.inOrder(split.train().size(), recipe.batchSize()).size();
        }
        return perEpoch * recipe.epochs() * norms.size() * scalers.size();
    }

    /** Share of the first seed's test examples that guessing the most common class gets right. */
    double majority() {
        return source.split(seeds.get(0)).test().majority();
    }

    /** The seeds, in a list. */
    String seedWords() {
        return seeds.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /** Tells the bar what is being trained, and how the last epoch went. */
    private static final class Reporter implements TrainingListener {
        private final Progress progress;
        private final String run;
        private String last = "";

        Reporter(Progress progress, Combination combination, long seed) {
            this.progress = progress;
            this.run = combination.label() + " seed " + seed;
        }

        @Override
        public void batchDone() {
            progress.step(run + last);
        }

        @Override
        public void epochDone(double loss, double accuracy, double examplesPerSecond) {
            last = String.format(Locale.ROOT, " loss %.3f %.0f ex/s", loss, examplesPerSecond);
        }
    }
}
