package dev.evenkeel.norms;

/** Which estimate of a batch's variance enters the running variance. The batch itself is normalized by the biased one. */
public enum RunningVariance {
    /** Divided by n − 1: PyTorch. */
    UNBIASED,
    /** Divided by n: Keras, ONNX, DL4J. */
    BIASED;

    /** The factor that turns the biased variance of {@code n} values into this one. */
    public double correction(long n) {
        return this == UNBIASED ? n / (n - 1.0) : 1.0;
    }
}
