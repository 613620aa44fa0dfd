package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.norms.GradientMode;
import dev.evenkeel.norms.GroupNormBackwardCall;
import dev.evenkeel.norms.GroupNormCall;
import dev.evenkeel.norms.GroupNormGradients;
import dev.evenkeel.norms.GroupNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Group normalization with learned weight and bias by channel, as {@code torch.nn.GroupNorm}: the same in training and
 * inference.
 *
 * @see Norms#groupNorm(GroupNormCall) the formula
 */
public final class GroupNorm implements NormLayer {
    private final Builder options;
    private final Affine affine;

    private GroupNorm(Builder options, Affine affine) {
        this.options = options;
        this.affine = affine;
    }

    /** Options of a layer that cuts {@code numChannels} channels into {@code numGroups} groups. */
    public static Builder builder(long numGroups, long numChannels) {
        return new Builder(numGroups, numChannels);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = Tensor.empty(x.shape(), x.dtype(), x.device());
        try {
            Norms.groupNorm(call(x), new GroupNormResult(y, null, null));
            return y;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, y);
            throw e;
        }
    }

    @Override
    public Forward forward(Tensor x, Mode mode) {
        GroupNormResult forward = forwardTraining(x);
        return new Pass(forward.output(), dy -> backward(x, forward, dy), forward);
    }

    /** y with the statistics that {@link #backward} takes; the caller closes the result. */
    public GroupNormResult forwardTraining(Tensor x) {
        return Norms.groupNorm(call(x));
    }

    /**
     * Adds this batch's gradients to those of the parameters.
     *
     * @param x what {@link #forwardTraining} was given
     * @param forward what it returned
     * @param dy gradient of the loss by y
     * @return gradient of the loss by x; the caller closes it
     */
    public Tensor backward(Tensor x, GroupNormResult forward, Tensor dy) {
        Tensor dx = Tensor.empty(x.shape(), x.dtype(), x.device());
        try {
            Norms.groupNormBackward(
                    GroupNormBackwardCall.of(call(x), dy)
                            .withSaved(forward.mean(), forward.rstd())
                            .withMode(GradientMode.ACCUMULATE),
                    new GroupNormGradients(dx, affine.weightGrad(), affine.biasGrad()));
            return dx;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, dx);
            throw e;
        }
    }

    private GroupNormCall call(Tensor x) {
        options.checkInput(x.shape());
        return new GroupNormCall(
                x, options.numGroups, options.layout, affine.weightValue(), affine.biasValue(), options.eps);
    }

    /** The gain, ones at first; null if the layer was built without. */
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
        return "GroupNorm(" + options.numGroups + ", " + options.numChannels + ", eps=" + options.eps + ")";
    }

    /** Options of a {@link GroupNorm}, with PyTorch's defaults. */
    public static final class Builder {
        private final long numGroups;
        private final long numChannels;
        private double eps = GroupNormCall.DEFAULT_EPS;
        private ChannelLayout layout = ChannelLayout.CHANNELS_FIRST;
        private boolean affine = true;
        private DType dtype = DType.F32;

        private Builder(long numGroups, long numChannels) {
            if (numGroups < 1 || numChannels < 1 || numChannels % numGroups != 0) {
                throw new IllegalArgumentException(
                        "numChannels must be divisible by numGroups: " + numChannels + " by " + numGroups);
            }
            this.numGroups = numGroups;
            this.numChannels = numChannels;
        }

        private Builder(Builder other) {
            this(other.numGroups, other.numChannels);
            this.eps = other.eps;
            this.layout = other.layout;
            this.affine = other.affine;
            this.dtype = other.dtype;
        }

        /** Added to the variance; 1e-5 unless set. */
        public Builder eps(double eps) {
            this.eps = Eps.checked(eps);
            return this;
        }

        /** Which axis holds the channels; the second unless set. */
        public Builder layout(ChannelLayout layout) {
            this.layout = layout;
            return this;
        }

        /** Whether there are weight and bias; true unless set. */
        public Builder affine(boolean affine) {
            this.affine = affine;
            return this;
        }

        /** Type of the parameters: that of the input, or {@code F32} for 16-bit input too; {@code F32} unless set. */
        public Builder dtype(DType dtype) {
            this.dtype = dtype;
            return this;
        }

        /** Allocates the parameters on {@code device}; the caller closes the layer. */
        public GroupNorm build(Device device) {
            return new GroupNorm(new Builder(this), Affine.of(affine, affine, Shape.of(numChannels), dtype, device));
        }

        private void checkInput(Shape shape) {
            if (shape.rank() < 2 || layout.channels(shape) != numChannels) {
                throw new IllegalArgumentException("group norm: expected 2 or more dims with " + numChannels
                        + " channels " + (layout == ChannelLayout.CHANNELS_FIRST ? "second" : "last") + ", got input "
                        + shape);
            }
        }
    }
}
