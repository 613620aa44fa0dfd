package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one spectral norm works on: {@code SpectralNormCall.of(weight, u, v).withPowerIterations(5)}.
 *
 * @param weight the weight, of rank 1 or more; as the matrix M it has a row for each index of {@code dim}, and all other
 *     dimensions flattened as columns
 * @param u estimate of the left singular vector, (rows), statistics type; null for a weight of rank 1, which needs none
 * @param v estimate of the right singular vector, (columns), statistics type; null for a weight of rank 1
 * @param powerIterations how often u and v are moved before sigma is taken; 0 in evaluation
 * @param order which of them is moved first
 * @param dim the dimension of outputs, negative from the last: 0, but 1 in transposed convolutions
 * @param eps the least that a vector is divided by when it is normalized, ≥ 0
 */
public record SpectralNormCall(
        Tensor weight,
        @Nullable Tensor u,
        @Nullable Tensor v,
        int powerIterations,
        SpectralNormOrder order,
        int dim,
        double eps) {
    /** What PyTorch's {@code parametrizations.spectral_norm} does by default: one iteration, dim 0, eps 1e-12. */
    public static SpectralNormCall of(Tensor weight, @Nullable Tensor u, @Nullable Tensor v) {
        return new SpectralNormCall(weight, u, v, 1, SpectralNormOrder.PARAMETRIZATION, 0, 1e-12);
    }

    /** This call with another number of iterations. */
    public SpectralNormCall withPowerIterations(int powerIterations) {
        return new SpectralNormCall(weight, u, v, powerIterations, order, dim, eps);
    }

    /** This call with iterations in another order. */
    public SpectralNormCall withOrder(SpectralNormOrder order) {
        return new SpectralNormCall(weight, u, v, powerIterations, order, dim, eps);
    }

    /** This call with another dimension of outputs. */
    public SpectralNormCall withDim(int dim) {
        return new SpectralNormCall(weight, u, v, powerIterations, order, dim, eps);
    }

    /** This call with another eps. */
    public SpectralNormCall withEps(double eps) {
        return new SpectralNormCall(weight, u, v, powerIterations, order, dim, eps);
    }
}
