package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one RMS normalization works on: {@code RmsNormCall.of(x, Shape.of(4096)).withWeight(w).withEps(1e-6)}.
 *
 * @param x the input, (*, normalizedShape)
 * @param normalizedShape the trailing dimensions that are normalized together
 * @param residual added to {@code x} before normalizing, shape and type of {@code x}; null for none
 * @param weight the gain γ, of normalizedShape; null for 1
 * @param weightForm how the weight is stored
 * @param outputDType type of y: that of {@code x}, or {@code F32} for 16-bit {@code x}, or 16 bits for {@code F32}
 * @param eps added to the mean square, ≥ 0
 */
public record RmsNormCall(
        Tensor x,
        Shape normalizedShape,
        @Nullable Tensor residual,
        @Nullable Tensor weight,
        WeightForm weightForm,
        DType outputDType,
        double eps) {

    /**
     * Normalizes {@code x} over its trailing {@code normalizedShape}, with no weight and the default eps of its type.
     */
    public static RmsNormCall of(Tensor x, Shape normalizedShape) {
        return new RmsNormCall(x, normalizedShape, null, null, WeightForm.PLAIN, x.dtype(), defaultEps(x.dtype()));
    }

    /**
     * PyTorch's {@code eps=None}, of 2.8: the distance from 1 to the next larger value of the type that is computed in,
     * 2⁻²³ for 16-bit input too, 2⁻⁵² for {@code F64}. Model files mean a number of their own: set that.
     */
    public static double defaultEps(DType dtype) {
        return 2 * dtype.statistics().unitRoundoff();
    }

    /** This call with another residual. */
    public RmsNormCall withResidual(@Nullable Tensor residual) {
        return new RmsNormCall(x, normalizedShape, residual, weight, weightForm, outputDType, eps);
    }

    /** This call with another weight. */
    public RmsNormCall withWeight(@Nullable Tensor weight) {
        return new RmsNormCall(x, normalizedShape, residual, weight, weightForm, outputDType, eps);
    }

    /** This call with a weight that is stored in another form. */
    public RmsNormCall withWeightForm(WeightForm weightForm) {
        return new RmsNormCall(x, normalizedShape, residual, weight, weightForm, outputDType, eps);
    }

    /** This call with y of another type. */
    public RmsNormCall withOutputDType(DType outputDType) {
        return new RmsNormCall(x, normalizedShape, residual, weight, weightForm, outputDType, eps);
    }

    /** This call with another eps. */
    public RmsNormCall withEps(double eps) {
        return new RmsNormCall(x, normalizedShape, residual, weight, weightForm, outputDType, eps);
    }

    /** These arguments as a layer normalization has them. */
    LayerNormCall asRows() {
        return new LayerNormCall(x, normalizedShape, residual, weight, null, weightForm, outputDType, eps);
    }
}
