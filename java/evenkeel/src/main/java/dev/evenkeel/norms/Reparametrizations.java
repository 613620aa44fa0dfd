package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;

/**
 * Normalizations of weights as stateless functions, forward and backward: siblings of those in {@link Norms}, with the
 * same two forms, and the same promises on checks, devices, overlap and threads.
 *
 * <p>Neither has an eps that would keep a zero weight from being divided by 0: it gives NaN, as in PyTorch. Sums of
 * squares are in the statistics type on CUDA devices: an F32 weight whose squares overflow has an infinite norm.
 */
public final class Reparametrizations {
    private Reparametrizations() {}

    /**
     * Weight norm: w = g·v/‖v‖.
     *
     * @param v the direction
     * @param g the length for each index of {@code dim}
     * @param dim the dimension that keeps a norm for each index, negative from the last
     * @return w, shape and type of v
     * @see <a href="https://arxiv.org/abs/1602.07868">Salimans, Kingma: Weight Normalization</a>
     */
    public static Tensor weightNorm(Tensor v, Tensor g, int dim) {
        return WeightNormFunction.forward(WeightNormCall.of(v, g).withDim(dim), false)
                .output();
    }

    /**
     * Weight norm, whose weight has the length that g says whatever v is:
     *
     * <pre>
     * norm = ‖v‖            over all dimensions but one, or all
     * w    = v·g/norm
     * </pre>
     *
     * @param call direction, length and dimension
     * @return w and norm
     * @see <a href="https://arxiv.org/abs/1602.07868">Salimans, Kingma: Weight Normalization</a>
     */
    public static WeightNormResult weightNorm(WeightNormCall call) {
        return WeightNormFunction.forward(call, true);
    }

    /** As {@link #weightNorm(WeightNormCall)}, into the caller's tensors; those that are null are not computed. */
    public static void weightNorm(WeightNormCall call, WeightNormResult into) {
        WeightNormFunction.forward(call, into);
    }

    /**
     * Gradients of weight norm:
     *
     * <pre>
     * dg = ⟨dw, v⟩/norm
     * dv = (dw − v·⟨dw, v⟩/norm²)·g/norm
     * </pre>
     *
     * dv is perpendicular to v.
     *
     * @param call the forward call and dw
     * @return dv and dg
     */
    public static WeightNormGradients weightNormBackward(WeightNormBackwardCall call) {
        return WeightNormFunction.backward(call);
    }

    /**
     * As {@link #weightNormBackward(WeightNormBackwardCall)}, into the caller's tensors; those that are null are not
     * computed.
     */
    public static void weightNormBackward(WeightNormBackwardCall call, WeightNormGradients into) {
        WeightNormFunction.backward(call, into);
    }

    /**
     * Spectral norm: the weight divided by an estimate of its largest singular value. With M the weight as a matrix and
     * normalize(t) = t/max(‖t‖, eps):
     *
     * <pre>
     * u     = normalize(M·v),  v = normalize(Mᵀ·u)      so many times, in the order of the call
     * sigma = uᵀ·M·v
     * w     = weight/sigma
     * </pre>
     *
     * The call's u and v stay as they are; a training step goes on from those of the result. A weight of rank 1 is
     * divided by max(‖weight‖, eps) exactly, without u and v.
     *
     * @param call weight, vectors and options
     * @return w, sigma, and fresh u and v
     * @throws IllegalArgumentException also if the weight has no elements
     * @see <a href="https://arxiv.org/abs/1802.05957">Miyato, Kataoka, Koyama, Yoshida: Spectral Normalization</a>
     */
    public static SpectralNormResult spectralNorm(SpectralNormCall call) {
        return SpectralNormFunction.forward(call);
    }

    /** As {@link #spectralNorm(SpectralNormCall)}, into the caller's tensors; those that are null are not computed. */
    public static void spectralNorm(SpectralNormCall call, SpectralNormResult into) {
        SpectralNormFunction.forward(call, into);
    }

    /**
     * Gradient of spectral norm through sigma, u and v being constants:
     *
     * <pre>
     * dweight = (dw − ⟨dw, w⟩·u·vᵀ)/sigma
     * </pre>
     *
     * dweight is perpendicular to the weight.
     *
     * @param call dw, the weight, and the vectors that the forward gave
     * @return dweight
     */
    public static SpectralNormGradients spectralNormBackward(SpectralNormBackwardCall call) {
        return SpectralNormFunction.backward(call);
    }

    /** As {@link #spectralNormBackward(SpectralNormBackwardCall)}, into the caller's tensor. */
    public static void spectralNormBackward(SpectralNormBackwardCall call, SpectralNormGradients into) {
        SpectralNormFunction.backward(call, into);
    }
}
