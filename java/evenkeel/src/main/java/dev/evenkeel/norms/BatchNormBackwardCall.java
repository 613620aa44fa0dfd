package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the gradients of one batch normalization are computed from.
 *
 * @param forward the forward call
 * @param dy gradient of the loss by y, shape and type of x
 * @param mean saved mean of the batch; null: recomputed
 * @param rstd saved rstd of the batch; null: recomputed
 * @param runningMean the constant mean of a forward in inference mode; null for a forward in training mode
 * @param runningVar the constant variance of a forward in inference mode; null for a forward in training mode
 * @param mode whether dweight and dbias are replaced or added to
 */
public record BatchNormBackwardCall(
        BatchNormCall forward,
        Tensor dy,
        @Nullable Tensor mean,
        @Nullable Tensor rstd,
        @Nullable Tensor runningMean,
        @Nullable Tensor runningVar,
        GradientMode mode) {
    /** Gradients of a forward that normalized by the batch's own statistics, which are recomputed. */
    public static BatchNormBackwardCall training(BatchNormCall forward, Tensor dy) {
        return new BatchNormBackwardCall(forward, dy, null, null, null, null, GradientMode.OVERWRITE);
    }

    /** Gradients of a forward that normalized by these constants. */
    public static BatchNormBackwardCall inference(
            BatchNormCall forward, Tensor dy, Tensor runningMean, Tensor runningVar) {
        return new BatchNormBackwardCall(forward, dy, null, null, runningMean, runningVar, GradientMode.OVERWRITE);
    }

    /** This call with statistics that the training forward saved; either may be null. */
    public BatchNormBackwardCall withSaved(@Nullable Tensor mean, @Nullable Tensor rstd) {
        return new BatchNormBackwardCall(forward, dy, mean, rstd, runningMean, runningVar, mode);
    }

    /** This call with another mode. */
    public BatchNormBackwardCall withMode(GradientMode mode) {
        return new BatchNormBackwardCall(forward, dy, mean, rstd, runningMean, runningVar, mode);
    }
}
