package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the gradients of one group normalization are computed from.
 *
 * @param forward the forward call
 * @param dy gradient of the loss by y, shape and type of x
 * @param mean saved mean; null: recomputed
 * @param rstd saved rstd; null: recomputed
 * @param mode whether dweight and dbias are replaced or added to
 */
public record GroupNormBackwardCall(
        GroupNormCall forward,
        Tensor dy,
        @Nullable Tensor mean,
        @Nullable Tensor rstd,
        GradientMode mode) {
    /** Gradients of {@code forward} at {@code dy}, statistics recomputed. */
    public static GroupNormBackwardCall of(GroupNormCall forward, Tensor dy) {
        return new GroupNormBackwardCall(forward, dy, null, null, GradientMode.OVERWRITE);
    }

    /** This call with statistics that the forward saved; either may be null. */
    public GroupNormBackwardCall withSaved(@Nullable Tensor mean, @Nullable Tensor rstd) {
        return new GroupNormBackwardCall(forward, dy, mean, rstd, mode);
    }

    /** This call with another mode. */
    public GroupNormBackwardCall withMode(GradientMode mode) {
        return new GroupNormBackwardCall(forward, dy, mean, rstd, mode);
    }
}
