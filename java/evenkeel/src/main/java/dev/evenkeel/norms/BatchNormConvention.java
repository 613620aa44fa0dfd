package dev.evenkeel.norms;

/**
 * What frameworks do differently in batch normalization, in one value.
 *
 * @param eps added to the variance
 * @param momentum how the running statistics move
 * @param runningVariance which variance they keep
 */
public record BatchNormConvention(double eps, Momentum momentum, RunningVariance runningVariance) {
    /** {@code torch.nn.BatchNorm*d}. */
    public static final BatchNormConvention TORCH =
            new BatchNormConvention(1e-5, Momentum.ofNewBatch(0.1), RunningVariance.UNBIASED);
    /** {@code keras.layers.BatchNormalization}, Keras 3. */
    public static final BatchNormConvention KERAS =
            new BatchNormConvention(1e-3, Momentum.ofOldValue(0.99), RunningVariance.BIASED);
    /** ONNX {@code BatchNormalization} since opset 15. */
    public static final BatchNormConvention ONNX =
            new BatchNormConvention(1e-5, Momentum.ofOldValue(0.9), RunningVariance.BIASED);
    /** DL4J {@code BatchNormalization}. */
    public static final BatchNormConvention DL4J =
            new BatchNormConvention(1e-5, Momentum.ofOldValue(0.9), RunningVariance.BIASED);
}
