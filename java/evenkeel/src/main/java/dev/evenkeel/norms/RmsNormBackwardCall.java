package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the gradients of one RMS normalization are computed from.
 *
 * @param forward the forward call; its {@code x} is what was normalized, so the forward's {@code sum} if there was a
 *     residual, and its {@code residual} is null
 * @param dy gradient of the loss by y, shape of x, type of y
 * @param rstd saved rstd; null: recomputed
 * @param dsum gradient by {@code sum} from elsewhere, added into dx; null for none
 * @param mode whether dweight is replaced or added to
 */
public record RmsNormBackwardCall(
        RmsNormCall forward,
        Tensor dy,
        @Nullable Tensor rstd,
        @Nullable Tensor dsum,
        GradientMode mode) {
    /** Gradients of {@code forward} at {@code dy}, rstd recomputed. */
    public static RmsNormBackwardCall of(RmsNormCall forward, Tensor dy) {
        return new RmsNormBackwardCall(forward, dy, null, null, GradientMode.OVERWRITE);
    }

    /** This call with what the forward saved; null: recomputed. */
    public RmsNormBackwardCall withSaved(@Nullable Tensor rstd) {
        return new RmsNormBackwardCall(forward, dy, rstd, dsum, mode);
    }

    /** This call with the gradient that reaches {@code sum} from elsewhere. */
    public RmsNormBackwardCall withDsum(@Nullable Tensor dsum) {
        return new RmsNormBackwardCall(forward, dy, rstd, dsum, mode);
    }

    /** This call with another mode. */
    public RmsNormBackwardCall withMode(GradientMode mode) {
        return new RmsNormBackwardCall(forward, dy, rstd, dsum, mode);
    }

    /** These arguments as a layer normalization has them. */
    LayerNormBackwardCall asRows() {
        return new LayerNormBackwardCall(forward.asRows(), dy, null, rstd, dsum, mode);
    }
}
