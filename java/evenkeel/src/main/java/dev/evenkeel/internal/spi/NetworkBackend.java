package dev.evenkeel.internal.spi;

/**
 * What one device does for networks besides normalization, by kind. The rules of {@link NormBackend} hold: callers have
 * checked everything, inputs are not written unless an operation says "in place", and operations may return before they
 * are done. Elements are F32 or F64, one type in all tensors of a call.
 */
public interface NetworkBackend {
    /** Products and sums of matrices. */
    MatrixBackend matrices();

    /** Element by element. */
    PointwiseBackend pointwise();

    /** Losses and their gradients. */
    LossBackend losses();

    /** Steps of optimizers. */
    OptimizerBackend optimizers();

    /** The cells of recurrent layers. */
    LstmBackend lstm();
}
