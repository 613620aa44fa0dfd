package dev.evenkeel.cli.train;

/**
 * How one network learned.
 *
 * @param combination what was special about it
 * @param seed of the split, the parameters and the order of the examples
 * @param losses mean loss over the batches of each epoch, as they were when their turn came
 * @param accuracies share of the test examples that it got right after each epoch
 * @param secondsPerEpoch median over the epochs, without testing
 */
record RunResult(Combination combination, long seed, double[] losses, double[] accuracies, double secondsPerEpoch) {
    double finalLoss() {
        return losses[losses.length - 1];
    }

    double testAccuracy() {
        return accuracies[accuracies.length - 1];
    }
}
