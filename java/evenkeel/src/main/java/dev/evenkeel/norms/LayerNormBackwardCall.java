package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the gradients of one layer normalization are computed from.
 *
 * @param forward the forward call; its {@code x} is what was normalized, so the forward's {@code sum} if there was a
 *     residual, and its {@code residual} is null
 * @param dy gradient of the loss by y, shape of x, type of y
 * @param mean saved mean; null: recomputed
 * @param rstd saved rstd; null: recomputed
 * @param dsum gradient by {@code sum} from elsewhere, added into dx; null for none
 * @param mode whether dweight and dbias are replaced or added to
 */
public record LayerNormBackwardCall(
        LayerNormCall forward,
        Tensor dy,
        @Nullable Tensor mean,
        @Nullable Tensor rstd,
        @Nullable Tensor dsum,
        GradientMode mode) {
    /** Gradients of {@code forward} at {@code dy}, statistics recomputed. */
    public static LayerNormBackwardCall of(LayerNormCall forward, Tensor dy) {
        return new LayerNormBackwardCall(forward, dy, null, null, null, GradientMode.OVERWRITE);
    }

    /** This call with statistics that the forward saved; either may be null. */
    public LayerNormBackwardCall withSaved(@Nullable Tensor mean, @Nullable Tensor rstd) {
        return new LayerNormBackwardCall(forward, dy, mean, rstd, dsum, mode);
    }

    /** This call with the gradient that reaches {@code sum} from elsewhere. */
    public LayerNormBackwardCall withDsum(@Nullable Tensor dsum) {
        return new LayerNormBackwardCall(forward, dy, mean, rstd, dsum, mode);
    }

    /** This call with another mode. */
    public LayerNormBackwardCall withMode(GradientMode mode) {
        return new LayerNormBackwardCall(forward, dy, mean, rstd, dsum, mode);
    }
}
