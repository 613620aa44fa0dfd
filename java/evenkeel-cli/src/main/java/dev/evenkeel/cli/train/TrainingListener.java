package dev.evenkeel.cli.train;

/** Is told how far a training has come. */
interface TrainingListener {
    /** A batch was learned from. */
    void batchDone();

    /**
     * Every example was learned from once more.
     *
     * @param loss mean over the examples
     * @param accuracy share of the test examples that the network got right
     * @param examplesPerSecond how many it learned from in a second
     */
    void epochDone(double loss, double accuracy, double examplesPerSecond);
}
