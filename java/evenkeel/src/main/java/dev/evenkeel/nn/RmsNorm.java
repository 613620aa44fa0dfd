package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.GradientMode;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RmsNormBackwardCall;
import dev.evenkeel.norms.RmsNormCall;
import dev.evenkeel.norms.RmsNormGradients;
import dev.evenkeel.norms.RmsNormResult;
import dev.evenkeel.norms.WeightForm;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * RMS normalization with a learned weight, as {@code torch.nn.RMSNorm}: the same in training and inference.
 *
 * @see Norms#rmsNorm(RmsNormCall) the formula
 */
public final class RmsNorm implements NormLayer {
    private final Shape normalizedShape;
    private final OptionalDouble eps;
    private final WeightForm weightForm;
    private final Affine affine;

    private RmsNorm(Shape normalizedShape, OptionalDouble eps, WeightForm weightForm, Affine affine) {
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
            Norms.rmsNorm(call(x), new RmsNormResult(y, null, null));
            return y;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, y);
            throw e;
        }
    }

    @Override
    public Forward forward(Tensor x, Mode mode) {
        RmsNormResult forward = forwardTraining(x);
        return new Pass(forward.output(), dy -> backward(x, forward, dy), forward);
    }

    /** y with the rstd that {@link #backward} takes; the caller closes the result. */
    public RmsNormResult forwardTraining(Tensor x) {
        return Norms.rmsNorm(call(x));
    }

    /**
     * Adds this batch's gradient to that of the weight.
     *
     * @param x what {@link #forwardTraining} was given
     * @param forward what it returned
     * @param dy gradient of the loss by y
     * @return gradient of the loss by x; the caller closes it
     */
    public Tensor backward(Tensor x, RmsNormResult forward, Tensor dy) {
        Tensor dx = Tensor.empty(x.shape(), x.dtype(), x.device());
        try {
            Norms.rmsNormBackward(
                    RmsNormBackwardCall.of(call(x), dy)
                            .withSaved(forward.rstd())
                            .withMode(GradientMode.ACCUMULATE),
                    new RmsNormGradients(dx, affine.weightGrad()));
            return dx;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, dx);
            throw e;
        }
    }

    private RmsNormCall call(Tensor x) {
        return RmsNormCall.of(x, normalizedShape)
                .withWeight(affine.weightValue())
                .withWeightForm(weightForm)
                .withEps(eps.orElse(RmsNormCall.defaultEps(x.dtype())));
    }

    /** The gain, 1 at first, in the form it is stored in; null if the layer was built without. */
    public @Nullable Parameter weight() {
        return affine.weight();
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
        return "RMSNorm(" + normalizedShape + ", eps=" + (eps.isPresent() ? eps.getAsDouble() : "None") + ")";
    }

    /** Options of an {@link RmsNorm}, with PyTorch's defaults. */
    public static final class Builder {
        private final Shape normalizedShape;
        private OptionalDouble eps = OptionalDouble.empty();
        private boolean elementwiseAffine = true;
        private WeightForm weightForm = WeightForm.PLAIN;
        private DType dtype = DType.F32;

        private Builder(Shape normalizedShape) {
            if (normalizedShape.rank() == 0 || normalizedShape.count() == 0) {
                throw new IllegalArgumentException("normalizedShape must have elements, not " + normalizedShape);
            }
            this.normalizedShape = normalizedShape;
        }

        /** Added to the mean square; {@link RmsNormCall#defaultEps} of the input's type unless set. */
        public Builder eps(double eps) {
            this.eps = OptionalDouble.of(Eps.checked(eps));
            return this;
        }

        /** Whether there is a weight; true unless set. */
        public Builder elementwiseAffine(boolean elementwiseAffine) {
            this.elementwiseAffine = elementwiseAffine;
            return this;
        }

        /** How the weight is stored; as the gain itself unless set. */
        public Builder weightForm(WeightForm weightForm) {
            this.weightForm = weightForm;
            return this;
        }

        /** Type of the weight: that of the input, or {@code F32} for 16-bit input too; {@code F32} unless set. */
        public Builder dtype(DType dtype) {
            this.dtype = dtype;
            return this;
        }

        /** Allocates the weight on {@code device}; the caller closes the layer. */
        public RmsNorm build(Device device) {
            Affine affine = Affine.of(elementwiseAffine, false, weightForm, normalizedShape, dtype, device);
            return new RmsNorm(normalizedShape, eps, weightForm, affine);
        }
    }
}
