package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;

/**
 * What the gradients of one weight norm are computed from.
 *
 * @param forward the forward call
 * @param dw gradient of the loss by w, shape and type of v
 * @param mode whether dv and dg are replaced or added to
 */
public record WeightNormBackwardCall(WeightNormCall forward, Tensor dw, GradientMode mode) {
    /** Gradients of {@code forward} at {@code dw}. */
    public static WeightNormBackwardCall of(WeightNormCall forward, Tensor dw) {
        return new WeightNormBackwardCall(forward, dw, GradientMode.OVERWRITE);
    }

    /** This call with another mode. */
    public WeightNormBackwardCall withMode(GradientMode mode) {
        return new WeightNormBackwardCall(forward, dw, mode);
    }
}
