package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the gradients of one instance normalization are computed from.
 *
 * @param forward the forward call
 * @param dy gradient of the loss by y, shape and type of x
 * @param mean saved mean of each instance; null: recomputed
 * @param rstd saved rstd of each instance; null: recomputed
 * @param runningMean the constant mean of a forward in inference mode; null for the instances' own
 * @param runningVar the constant variance of a forward in inference mode; null for the instances' own
 * @param mode whether dweight and dbias are replaced or added to
 */
public record InstanceNormBackwardCall(
        InstanceNormCall forward,
        Tensor dy,
        @Nullable Tensor mean,
        @Nullable Tensor rstd,
        @Nullable Tensor runningMean,
        @Nullable Tensor runningVar,
        GradientMode mode) {
    /** Gradients of a forward that normalized by the instances' own statistics, which are recomputed. */
    public static InstanceNormBackwardCall of(InstanceNormCall forward, Tensor dy) {
        return new InstanceNormBackwardCall(forward, dy, null, null, null, null, GradientMode.OVERWRITE);
    }

    /** Gradients of a forward that normalized by these constants. */
    public static InstanceNormBackwardCall inference(
            InstanceNormCall forward, Tensor dy, Tensor runningMean, Tensor runningVar) {
        return new InstanceNormBackwardCall(forward, dy, null, null, runningMean, runningVar, GradientMode.OVERWRITE);
    }

    /** This call with statistics that the forward saved; either may be null. */
    public InstanceNormBackwardCall withSaved(@Nullable Tensor mean, @Nullable Tensor rstd) {
        return new InstanceNormBackwardCall(forward, dy, mean, rstd, runningMean, runningVar, mode);
    }

    /** This call with another mode. */
    public InstanceNormBackwardCall withMode(GradientMode mode) {
        return new InstanceNormBackwardCall(forward, dy, mean, rstd, runningMean, runningVar, mode);
    }

    /** Whether the forward normalized by constants. */
    boolean byConstants() {
        return runningMean != null || runningVar != null;
    }

    BatchNormBackwardCall asChannels() {
        return new BatchNormBackwardCall(forward.asChannels(), dy, mean, rstd, runningMean, runningVar, mode);
    }
}
