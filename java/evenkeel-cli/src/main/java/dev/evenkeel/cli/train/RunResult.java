package dev.evenkeel.cli.train;

import dev.evenkeel.io.StateDict;

/**
 * How one network learned.
 *
 * @param combination what was special about it
 * @param seed of the split, the parameters and the order of the examples
 * @param losses mean loss over the batches of each epoch, as they were when their turn came
 * @param accuracies share of the test examples that it got right after each epoch
 * @param secondsPerEpoch median over the epochs, without testing
 * @param state the network's values at the end
 */
record RunResult(
        Combination combination,
        long seed,
        double[] losses,
        double[] accuracies,
        double secondsPerEpoch,
        StateDict state) {
    double finalLoss() {
        return losses[losses.length - 1];
    }

    double testAccuracy() {
        return accuracies[accuracies.length - 1];
    }
}
