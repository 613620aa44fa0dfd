package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the gradient of one spectral norm is computed from.
 *
 * @param dw gradient of the loss by w, shape and type of the weight
 * @param weight the weight that was divided
 * @param u the left vector that the forward gave, not the one that it was given; null for a weight of rank 1
 * @param v the right vector that the forward gave; null for a weight of rank 1
 * @param dim the dimension of outputs, negative from the last
 * @param eps the forward's, which only matters for a weight of rank 1
 * @param mode whether dweight is replaced or added to
 */
public record SpectralNormBackwardCall(
        Tensor dw,
        Tensor weight,
        @Nullable Tensor u,
        @Nullable Tensor v,
        int dim,
        double eps,
        GradientMode mode) {
    /** The gradient at {@code dw} with dim 0 and eps 1e-12. */
    public static SpectralNormBackwardCall of(Tensor dw, Tensor weight, @Nullable Tensor u, @Nullable Tensor v) {
        return new SpectralNormBackwardCall(dw, weight, u, v, 0, 1e-12, GradientMode.OVERWRITE);
    }

    /** The gradient of {@code forward}, which gave {@code result}, at {@code dw}. */
    public static SpectralNormBackwardCall of(SpectralNormCall forward, SpectralNormResult result, Tensor dw) {
        return of(dw, forward.weight(), result.u(), result.v())
                .withDim(forward.dim())
                .withEps(forward.eps());
    }

    /** This call with another dimension of outputs. */
    public SpectralNormBackwardCall withDim(int dim) {
        return new SpectralNormBackwardCall(dw, weight, u, v, dim, eps, mode);
    }

    /** This call with another eps. */
    public SpectralNormBackwardCall withEps(double eps) {
        return new SpectralNormBackwardCall(dw, weight, u, v, dim, eps, mode);
    }

    /** This call with another mode. */
    public SpectralNormBackwardCall withMode(GradientMode mode) {
        return new SpectralNormBackwardCall(dw, weight, u, v, dim, eps, mode);
    }
}
