package dev.evenkeel.cli.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The runs of one combination, one for each seed.
 *
 * @param combination what they have in common
 * @param runs in the order of the seeds
 */
record Summary(Combination combination, List<RunResult> runs) {
    /** One for each combination, in the order of the runs. */
    static List<Summary> of(List<RunResult> all) {
        Map<Combination, List<RunResult>> byCombination = new LinkedHashMap<>();
        all.forEach(run -> byCombination
                .computeIfAbsent(run.combination(), c -> new ArrayList<>())
                .add(run));
        return byCombination.entrySet().stream()
                .map(entry -> new Summary(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    /** Of the test accuracies after the last epoch. */
    Spread accuracy() {
        return Spread.of(runs.stream().mapToDouble(RunResult::testAccuracy).toArray());
    }

    /** Of the losses of the last epoch. */
    Spread loss() {
        return Spread.of(runs.stream().mapToDouble(RunResult::finalLoss).toArray());
    }

    /** How many ended with a loss that is no number. */
    long diverged() {
        return runs.stream().filter(run -> !Double.isFinite(run.finalLoss())).count();
    }

    /** Mean over the seeds. */
    double secondsPerEpoch() {
        return runs.stream().mapToDouble(RunResult::secondsPerEpoch).average().orElse(Double.NaN);
    }

    /** The mean curve over the seeds. */
    double[] mean(Function<RunResult, double[]> curve) {
        double[] mean = new double[curve.apply(runs.get(0)).length];
        for (RunResult run : runs) {
            double[] one = curve.apply(run);
            Arrays.setAll(mean, i -> mean[i] + one[i] / runs.size());
        }
        return mean;
    }
}
