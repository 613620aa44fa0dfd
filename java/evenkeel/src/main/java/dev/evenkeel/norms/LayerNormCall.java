package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one layer normalization works on: {@code LayerNormCall.of(x, Shape.of(768)).withWeight(w).withBias(b)}.
 *
 * @param x the input, (*, normalizedShape)
 * @param normalizedShape the trailing dimensions that are normalized together
 * @param residual added to {@code x} before normalizing, shape and type of {@code x}; null for none
 * @param weight the gain γ, of normalizedShape; null for 1
 * @param bias the shift β, of normalizedShape; null for 0
 * @param weightForm how the weight is stored
 * @param outputDType type of y: that of {@code x}, or {@code F32} for 16-bit {@code x}, or 16 bits for {@code F32}
 * @param eps added to the variance, ≥ 0
 */
public record LayerNormCall(
        Tensor x,
        Shape normalizedShape,
        @Nullable Tensor residual,
        @Nullable Tensor weight,
        @Nullable Tensor bias,
        WeightForm weightForm,
        DType outputDType,
        double eps) {
    /** PyTorch's default. */
    public static final double DEFAULT_EPS = 1e-5;

    /** Normalizes {@code x} over its trailing {@code normalizedShape}, with no parameters and eps 1e-5. */
    public static LayerNormCall of(Tensor x, Shape normalizedShape) {
        return new LayerNormCall(x, normalizedShape, null, null, null, WeightForm.PLAIN, x.dtype(), DEFAULT_EPS);
    }

    /** This call with another residual. */
    public LayerNormCall withResidual(@Nullable Tensor residual) {
        return new LayerNormCall(x, normalizedShape, residual, weight, bias, weightForm, outputDType, eps);
    }

    /** This call with another weight. */
    public LayerNormCall withWeight(@Nullable Tensor weight) {
        return new LayerNormCall(x, normalizedShape, residual, weight, bias, weightForm, outputDType, eps);
    }

    /** This call with another bias. */
    public LayerNormCall withBias(@Nullable Tensor bias) {
        return new LayerNormCall(x, normalizedShape, residual, weight, bias, weightForm, outputDType, eps);
    }

    /** This call with a weight that is stored in another form. */
    public LayerNormCall withWeightForm(WeightForm weightForm) {
        return new LayerNormCall(x, normalizedShape, residual, weight, bias, weightForm, outputDType, eps);
    }

    /** This call with y of another type. */
    public LayerNormCall withOutputDType(DType outputDType) {
        return new LayerNormCall(x, normalizedShape, residual, weight, bias, weightForm, outputDType, eps);
    }

    /** This call with another eps. */
    public LayerNormCall withEps(double eps) {
        return new LayerNormCall(x, normalizedShape, residual, weight, bias, weightForm, outputDType, eps);
    }
}
