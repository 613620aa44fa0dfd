package dev.evenkeel.norms;

/**
 * How much a new batch moves the running statistics. Frameworks mean opposite things by the number, so it is a type:
 * {@code Momentum.ofNewBatch(0.1)} is PyTorch's {@code momentum=0.1}, {@code Momentum.ofOldValue(0.9)} is the same rule
 * as Keras, ONNX and DL4J write it, and {@code Momentum.cumulative()} is PyTorch's {@code momentum=None}.
 */
public final class Momentum {
    private static final Momentum CUMULATIVE = new Momentum(Double.NaN);

    private final double newWeight;

    private Momentum(double newWeight) {
        this.newWeight = newWeight;
    }

    /** running ← (1 − weight)·running + weight·batch. */
    public static Momentum ofNewBatch(double weight) {
        return new Momentum(inUnitInterval(weight));
    }

    /** running ← weight·running + (1 − weight)·batch. */
    public static Momentum ofOldValue(double weight) {
        return new Momentum(1 - inUnitInterval(weight));
    }

    /** The running statistics are the plain mean of all batches' statistics so far. */
    public static Momentum cumulative() {
        return CUMULATIVE;
    }

    /** Weight of the new batch when it is number {@code batch}, counted from 1. */
    public double newBatchWeight(long batch) {
        return this == CUMULATIVE ? 1.0 / batch : newWeight;
    }

    private static double inUnitInterval(double weight) {
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("momentum must be between 0 and 1, not " + weight);
        }
        return weight;
    }

    /** PyTorch's spelling. */
    @Override
    public String toString() {
        return this == CUMULATIVE ? "momentum=None" : "momentum=" + newWeight;
    }
}
