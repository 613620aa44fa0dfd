package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.GradientMode;
import dev.evenkeel.norms.LayerNormBackwardCall;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormGradients;
import dev.evenkeel.norms.LayerNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.WeightForm;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalization with learned weight and bias, as {@code torch.nn.LayerNorm}: the same in training and inference.
 *
 * <pre>{@code
 * try (LayerNorm norm = LayerNorm.builder(768).build(device);
 *         LayerNormResult forward = norm.forwardTraining(x);
 *         Tensor dx = norm.backward(x, forward, dy)) {
 *     ...
 * }
 * }</pre>
 *
 * @see Norms#layerNorm(LayerNormCall) the formula
 */
public final class LayerNorm implements NormLayer {
    private final Shape normalizedShape;
    private final double eps;
    private final WeightForm weightForm;
    private final Affine affine;

    private LayerNorm(Shape normalizedShape, double eps, WeightForm weightForm, Affine affine) {
        this.normalizedShape = normalizedShape;
        this.eps = eps;
        this.weightForm = weightForm;
        this.affine = affine;
    }

    /** Options of a layer over the trailing dimensions {@code normalizedShape}. */
    public static Builder builder(long... normalizedShape) {
        return new Builder(Shape.of(normalizedShape));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = Tensor.empty(x.shape(), x.dtype(), x.device());
        try {
            Norms.layerNorm(call(x), new LayerNormResult(y, null, null, null));
            return y;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, y);
            throw e;
        }
    }

    @Override
    public Forward forward(Tensor x, Mode mode) {
        LayerNormResult forward = forwardTraining(x);
        return new Pass(forward.output(), dy -> backward(x, forward, dy), forward);
    }

    /** y with the statistics that {@link #backward} takes; the caller closes the result. */
    public LayerNormResult forwardTraining(Tensor x) {
        return Norms.layerNorm(call(x));
    }

    /**
     * Adds this batch's gradients to those of the parameters.
     *
     * @param x what {@link #forwardTraining} was given
     * @param forward what it returned
     * @param dy gradient of the loss by y
     * @return gradient of the loss by x; the caller closes it
     */
    public Tensor backward(Tensor x, LayerNormResult forward, Tensor dy) {
        Tensor dx = Tensor.empty(x.shape(), x.dtype(), x.device());
        try {
            Norms.layerNormBackward(
                    LayerNormBackwardCall.of(call(x), dy)
                            .withSaved(forward.mean(), forward.rstd())
                            .withMode(GradientMode.ACCUMULATE),
                    new LayerNormGradients(dx, affine.weightGrad(), affine.biasGrad()));
            return dx;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, dx);
            throw e;
        }
    }

    private LayerNormCall call(Tensor x) {
        return LayerNormCall.of(x, normalizedShape)
                .withWeight(affine.weightValue())
                .withBias(affine.biasValue())
                .withWeightForm(weightForm)
                .withEps(eps);
    }

    /** The gain, 1 at first, in the form it is stored in; null if the layer was built without. */
    public @Nullable Parameter weight() {
        return affine.weight();
    }

    /** The shift, zeros at first; null if the layer was built without. */
    public @Nullable Parameter bias() {
        return affine.bias();
    }

    @Override
    public List<Parameter> parameters() {
        return affine.parameters();
    }

    @Override
    public void close() {
        affine.close();
    }

    /** PyTorch's spelling. */
    @Override
    public String toString() {
        return "LayerNorm(" + normalizedShape + ", eps=" + eps + ")";
    }

    /** Options of a {@link LayerNorm}, with PyTorch's defaults. */
    public static final class Builder {
        private final Shape normalizedShape;
        private double eps = LayerNormCall.DEFAULT_EPS;
        private boolean elementwiseAffine = true;
        private boolean bias = true;
        private WeightForm weightForm = WeightForm.PLAIN;
        private DType dtype = DType.F32;

        private Builder(Shape normalizedShape) {
            if (normalizedShape.rank() == 0 || normalizedShape.count() == 0) {
                throw new IllegalArgumentException("normalizedShape must have elements, not " + normalizedShape);
            }
            this.normalizedShape = normalizedShape;
        }

        /** Added to the variance; 1e-5 unless set. */
        public Builder eps(double eps) {
            this.eps = Eps.checked(eps);
            return this;
        }

        /** Whether there is a weight and, unless switched off, a bias; true unless set. */
        public Builder elementwiseAffine(boolean elementwiseAffine) {
            this.elementwiseAffine = elementwiseAffine;
            return this;
        }

        /** Whether a layer with a weight has a bias; true unless set. */
        public Builder bias(boolean bias) {
            this.bias = bias;
            return this;
        }

        /** How the weight is stored; as the gain itself unless set. */
        public Builder weightForm(WeightForm weightForm) {
            this.weightForm = weightForm;
            return this;
        }

        /** Type of the parameters: that of the input, or {@code F32} for 16-bit input too; {@code F32} unless set. */
        public Builder dtype(DType dtype) {
            this.dtype = dtype;
            return this;
        }

        /** Allocates the parameters on {@code device}; the caller closes the layer. */
        public LayerNorm build(Device device) {
            Affine affine =
                    Affine.of(elementwiseAffine, elementwiseAffine && bias, weightForm, normalizedShape, dtype, device);
            return new LayerNorm(normalizedShape, eps, weightForm, affine);
        }
    }
}
