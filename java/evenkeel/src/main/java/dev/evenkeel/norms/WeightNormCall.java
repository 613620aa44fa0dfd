package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one weight norm works on: {@code WeightNormCall.of(v, g)}, {@code WeightNormCall.of(v, g).withDim(1)}.
 *
 * @param v the direction, of any shape of rank 1 or more; PyTorch's {@code weight_v}
 * @param g the length for each index of {@code dim}, PyTorch's {@code weight_g}: of the type of v or of its statistics,
 *     shape of v with 1 in all other dimensions, or flat; one element for the whole tensor
 * @param dim the dimension that keeps a norm for each index, negative from the last; null for one norm of the whole
 *     tensor, PyTorch's {@code dim=None}
 */
public record WeightNormCall(Tensor v, Tensor g, @Nullable Integer dim) {
    /** A norm for each index of dimension 0, which is that of outputs in linear layers and convolutions. */
    public static WeightNormCall of(Tensor v, Tensor g) {
        return new WeightNormCall(v, g, 0);
    }

    /** This call with another dimension that keeps its norms. */
    public WeightNormCall withDim(int dim) {
        return new WeightNormCall(v, g, dim);
    }

    /** This call with one norm of the whole tensor. */
    public WeightNormCall ofWholeTensor() {
        return new WeightNormCall(v, g, null);
    }
}
