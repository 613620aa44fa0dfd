package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.norms.GradientMode;
import dev.evenkeel.norms.InstanceNormBackwardCall;
import dev.evenkeel.norms.InstanceNormCall;
import dev.evenkeel.norms.InstanceNormGradients;
import dev.evenkeel.norms.InstanceNormResult;
import dev.evenkeel.norms.Momentum;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RunningVariance;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instance normalization, as {@code torch.nn.InstanceNorm1d} to {@code 3d}: (N, C, L), (N, C, H, W) or (N, C, D, H, W),
 * or the same with the channels last. As there, parameters and running statistics are only there if asked for.
 *
 * <p>{@link #forward} normalizes by the running statistics, or by the instances' where the layer was built without;
 * {@link #forwardTraining} normalizes by the instances' and moves the running ones.
 *
 * @see Norms#instanceNorm(InstanceNormCall, dev.evenkeel.norms.RunningUpdate) what it computes
 */
public final class InstanceNorm implements NormLayer {
    private final Builder options;
    private final Affine affine;
    private final @Nullable RunningStats runningStats;

    private InstanceNorm(Builder options, Affine affine, @Nullable RunningStats runningStats) {
        this.options = options;
        this.affine = affine;
        this.runningStats = runningStats;
    }

    /** Options of a layer over {@code numFeatures} channels. */
    public static Builder builder(long numFeatures) {
        return new Builder(numFeatures);
    }

    @Override
    public Tensor forward(Tensor x) {
        InstanceNormCall call = call(x);
        Tensor y = Tensor.empty(x.shape(), x.dtype(), x.device());
        try {
            InstanceNormResult into = new InstanceNormResult(y, null, null);
            if (runningStats == null) {
                Norms.instanceNorm(call, null, into);
            } else {
                Norms.instanceNormInference(call, runningStats.mean(), runningStats.variance(), into);
            }
            return y;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, y);
            throw e;
        }
    }

    @Override
    public Forward forward(Tensor x, Mode mode) {
        RunningStats stats = runningStats;
        if (mode == Mode.TRAINING || stats == null) {
            InstanceNormResult forward = forwardTraining(x);
            return new Pass(forward.output(), dy -> backward(x, forward, dy), forward);
        }
        Tensor y = forward(x);
        return new Pass(y, dy -> backward(inference(x, dy, stats), mode != Mode.FROZEN), y);
    }

    /** y with the instances' statistics that {@link #backward} takes; moves the running statistics. */
    public InstanceNormResult forwardTraining(Tensor x) {
        if (runningStats == null) {
            return Norms.instanceNorm(call(x), null);
        }
        InstanceNormResult result =
                Norms.instanceNorm(call(x), runningStats.next(options.momentum, RunningVariance.UNBIASED));
        runningStats.count();
        return result;
    }

    /**
     * Adds this batch's gradients to those of the parameters.
     *
     * @param x what {@link #forwardTraining} was given
     * @param forward what it returned
     * @param dy gradient of the loss by y
     * @return gradient of the loss by x; the caller closes it
     */
    public Tensor backward(Tensor x, InstanceNormResult forward, Tensor dy) {
        return backward(InstanceNormBackwardCall.of(call(x), dy).withSaved(forward.mean(), forward.rstd()), true);
    }

    /**
     * As {@link #backward}, for a y that came from {@link #forward}: the running statistics are constants.
     *
     * @throws IllegalStateException if the layer has no running statistics
     */
    public Tensor backwardInference(Tensor x, Tensor dy) {
        if (runningStats == null) {
            throw new IllegalStateException(
                    "an instance norm without running statistics normalizes by those of the instances");
        }
        return backward(inference(x, dy, runningStats), true);
    }

    private InstanceNormBackwardCall inference(Tensor x, Tensor dy, RunningStats stats) {
        return InstanceNormBackwardCall.inference(call(x), dy, stats.mean(), stats.variance());
    }

    private Tensor backward(InstanceNormBackwardCall call, boolean parameters) {
        Tensor x = call.forward().x();
        Tensor dx = Tensor.empty(x.shape(), x.dtype(), x.device());
        try {
            Norms.instanceNormBackward(
                    call.withMode(GradientMode.ACCUMULATE),
                    new InstanceNormGradients(
                            dx, parameters ? affine.weightGrad() : null, parameters ? affine.biasGrad() : null));
            return dx;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, dx);
            throw e;
        }
    }

    private InstanceNormCall call(Tensor x) {
        options.checkInput(x.shape());
        return new InstanceNormCall(x, options.layout, affine.weightValue(), affine.biasValue(), options.eps);
    }

    /** The gain, ones at first; null if the layer was built without. */
    public @Nullable Parameter weight() {
        return affine.weight();
    }

    /** The shift, zeros at first; null if the layer was built without. */
    public @Nullable Parameter bias() {
        return affine.bias();
    }

    /** The running statistics; null if the layer was built without. */
    public @Nullable RunningStats runningStats() {
        return runningStats;
    }

    @Override
    public List<Parameter> parameters() {
        return affine.parameters();
    }

    @Override
    public List<StateSlot> state() {
        List<StateSlot> slots = new ArrayList<>(NormLayer.super.state());
        if (runningStats != null) {
            slots.addAll(runningStats.state());
        }
        return slots;
    }

    @Override
    public void close() {
        TensorScope.closeAll(affine, runningStats);
    }

    /** PyTorch's spelling. */
    @Override
    public String toString() {
        return "InstanceNorm(" + options.numFeatures + ", eps=" + options.eps + ", " + options.momentum + ")";
    }

    /** Options of an {@link InstanceNorm}, with PyTorch's defaults. */
    public static final class Builder {
        private final long numFeatures;
        private double eps = InstanceNormCall.DEFAULT_EPS;
        private Momentum momentum = Momentum.ofNewBatch(0.1);
        private ChannelLayout layout = ChannelLayout.CHANNELS_FIRST;
        private boolean affine;
        private boolean trackRunningStats;
        private DType dtype = DType.F32;

        private Builder(long numFeatures) {
            if (numFeatures < 1) {
                throw new IllegalArgumentException("numFeatures must be at least 1, not " + numFeatures);
            }
            this.numFeatures = numFeatures;
        }

        private Builder(Builder other) {
            this.numFeatures = other.numFeatures;
            this.eps = other.eps;
            this.momentum = other.momentum;
            this.layout = other.layout;
            this.affine = other.affine;
            this.trackRunningStats = other.trackRunningStats;
            this.dtype = other.dtype;
        }

        /** Added to the variance; 1e-5 unless set. */
        public Builder eps(double eps) {
            this.eps = Eps.checked(eps);
            return this;
        }

        /** How batches move the running statistics; {@code Momentum.ofNewBatch(0.1)} unless set. */
        public Builder momentum(Momentum momentum) {
            this.momentum = momentum;
            return this;
        }

        /** Which axis holds the channels; the second unless set. */
        public Builder layout(ChannelLayout layout) {
            this.layout = layout;
            return this;
        }

        /** Whether there are weight and bias; false unless set. */
        public Builder affine(boolean affine) {
            this.affine = affine;
            return this;
        }

        /** Whether there are running statistics; false unless set. */
        public Builder trackRunningStats(boolean trackRunningStats) {
            this.trackRunningStats = trackRunningStats;
            return this;
        }

        /** Type of the parameters: that of the input, or {@code F32} for 16-bit input too; {@code F32} unless set. */
        public Builder dtype(DType dtype) {
            this.dtype = dtype;
            return this;
        }

        /** Allocates the parameters and running statistics on {@code device}; the caller closes the layer. */
        public InstanceNorm build(Device device) {
            Affine parameters = Affine.of(affine, affine, Shape.of(numFeatures), dtype, device);
            try {
                RunningStats stats =
                        trackRunningStats ? new RunningStats(numFeatures, dtype.statistics(), device) : null;
                return new InstanceNorm(new Builder(this), parameters, stats);
            } catch (RuntimeException | Error e) {
                TensorScope.closeAfter(e, parameters);
                throw e;
            }
        }

        private void checkInput(Shape shape) {
            if (shape.rank() < 3 || shape.rank() > 5 || layout.channels(shape) != numFeatures) {
                throw new IllegalArgumentException("instance norm: expected 3 to 5 dims with " + numFeatures
                        + " channels " + (layout == ChannelLayout.CHANNELS_FIRST ? "second" : "last") + ", got input "
                        + shape);
            }
        }
    }
}
