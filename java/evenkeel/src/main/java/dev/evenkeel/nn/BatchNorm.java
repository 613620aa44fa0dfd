package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.Activation;
import dev.evenkeel.norms.BatchNormBackwardCall;
import dev.evenkeel.norms.BatchNormCall;
import dev.evenkeel.norms.BatchNormConvention;
import dev.evenkeel.norms.BatchNormGradients;
import dev.evenkeel.norms.BatchNormResult;
import dev.evenkeel.norms.BatchNormStatistics;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.norms.GradientMode;
import dev.evenkeel.norms.Momentum;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RunningVariance;
import dev.evenkeel.norms.SyncBatchNorm;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization with learned weight and bias and running statistics, as {@code torch.nn.BatchNorm1d} to
 * {@code 3d}: (N, C), (N, C, L), (N, C, H, W) or (N, C, D, H, W), or the same with the channels last. Whether a call
 * trains or infers is in the method's name, not in the layer's state.
 *
 * <p>{@link #forward} normalizes by the running statistics, or by the batch's where the layer was built without;
 * {@link #forwardTraining} normalizes by the batch's and moves the running ones.
 *
 * @see Norms#batchNorm(BatchNormCall, dev.evenkeel.norms.RunningUpdate) the formula
 */
public final class BatchNorm implements NormLayer {
    private final Builder options;
    private final Affine affine;
    private final @Nullable RunningStats runningStats;

    private BatchNorm(Builder options, Affine affine, @Nullable RunningStats runningStats) {
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
        return normalized(x, runningStats);
    }

    private Tensor normalized(Tensor x, @Nullable RunningStats stats) {
        BatchNormCall call = call(x);
        Tensor y = Tensor.empty(x.shape(), x.dtype(), x.device());
        try {
            BatchNormResult into = new BatchNormResult(y, null, null);
            if (stats == null) {
                Norms.batchNorm(call, null, into);
            } else {
                Norms.batchNormInference(call, stats.mean(), stats.variance(), into);
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
            BatchNormResult forward = forwardTraining(x);
            return new Pass(forward.output(), dy -> backward(x, forward, dy), forward);
        }
        Tensor y = forward(x);
        return new Pass(y, dy -> backward(inference(x, dy, stats), mode != Mode.FROZEN), y);
    }

    /** y with the batch's statistics that {@link #backward} takes; moves the running statistics. */
    public BatchNormResult forwardTraining(Tensor x) {
        if (runningStats == null) {
            return Norms.batchNorm(call(x), null);
        }
        BatchNormResult result = Norms.batchNorm(call(x), runningStats.next(options.momentum, options.runningVariance));
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
    public Tensor backward(Tensor x, BatchNormResult forward, Tensor dy) {
        return backward(BatchNormBackwardCall.training(call(x), dy).withSaved(forward.mean(), forward.rstd()), true);
    }

    /**
     * As {@link #backward}, for a y that came from {@link #forward}: the running statistics are constants.
     *
     * @throws IllegalStateException if the layer has no running statistics
     */
    public Tensor backwardInference(Tensor x, Tensor dy) {
        if (runningStats == null) {
            throw new IllegalStateException("a batch norm without running statistics normalizes by those of the batch");
        }
        return backward(inference(x, dy, runningStats), true);
    }

    private BatchNormBackwardCall inference(Tensor x, Tensor dy, RunningStats stats) {
        return BatchNormBackwardCall.inference(call(x), dy, stats.mean(), stats.variance());
    }

    private Tensor backward(BatchNormBackwardCall call, boolean parameters) {
        Tensor x = call.forward().x();
        Tensor dx = Tensor.empty(x.shape(), x.dtype(), x.device());
        try {
            Norms.batchNormBackward(
                    call.withMode(GradientMode.ACCUMULATE),
                    new BatchNormGradients(
                            dx, null, parameters ? affine.weightGrad() : null, parameters ? affine.biasGrad() : null));
            return dx;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, dx);
            throw e;
        }
    }

    private BatchNormCall call(Tensor x) {
        options.checkInput(x.shape());
        return new BatchNormCall(
                x, options.layout, null, affine.weightValue(), affine.biasValue(), Activation.NONE, options.eps);
    }

    /** Adds what this batch has to what earlier ones had. */
    void addMoments(Tensor x, PooledMoments moments) {
        try (BatchNormStatistics statistics = SyncBatchNorm.statistics(call(x))) {
            moments.add(statistics);
        }
    }

    /** y by the batch's own statistics; leaves the running ones alone. */
    Tensor normalizeByBatch(Tensor x) {
        return normalized(x, null);
    }

    /** Takes over the moments of this many batches as running statistics. */
    void loadMoments(PooledMoments moments, long batches) {
        RunningStats stats = Objects.requireNonNull(runningStats);
        double[] mean = moments.mean();
        Shape shape = Shape.of(mean.length);
        try (Tensor means = Tensor.copyOf(mean, shape, DType.F64, Device.CPU);
                Tensor variances =
                        Tensor.copyOf(moments.variance(options.runningVariance), shape, DType.F64, Device.CPU)) {
            stats.load(means, variances, batches);
        }
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
        return "BatchNorm(" + options.numFeatures + ", eps=" + options.eps + ", " + options.momentum + ")";
    }

    /** Options of a {@link BatchNorm}, with PyTorch's defaults. */
    public static final class Builder {
        private final long numFeatures;
        private double eps = BatchNormConvention.TORCH.eps();
        private Momentum momentum = BatchNormConvention.TORCH.momentum();
        private RunningVariance runningVariance = BatchNormConvention.TORCH.runningVariance();
        private ChannelLayout layout = ChannelLayout.CHANNELS_FIRST;
        private boolean affine = true;
        private boolean trackRunningStats = true;
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
            this.runningVariance = other.runningVariance;
            this.layout = other.layout;
            this.affine = other.affine;
            this.trackRunningStats = other.trackRunningStats;
            this.dtype = other.dtype;
        }

        /** Another framework's eps, momentum and running variance. */
        public Builder convention(BatchNormConvention convention) {
            return eps(convention.eps()).momentum(convention.momentum()).runningVariance(convention.runningVariance());
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

        /** Which variance the running one is made of; unbiased unless set. */
        public Builder runningVariance(RunningVariance runningVariance) {
            this.runningVariance = runningVariance;
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

        /** Whether there are running statistics; true unless set. */
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
        public BatchNorm build(Device device) {
            Affine parameters = Affine.of(affine, affine, Shape.of(numFeatures), dtype, device);
            try {
                RunningStats stats =
                        trackRunningStats ? new RunningStats(numFeatures, dtype.statistics(), device) : null;
                return new BatchNorm(new Builder(this), parameters, stats);
            } catch (RuntimeException | Error e) {
                TensorScope.closeAfter(e, parameters);
                throw e;
            }
        }

        private void checkInput(Shape shape) {
            if (shape.rank() < 2 || shape.rank() > 5 || layout.channels(shape) != numFeatures) {
                throw new IllegalArgumentException("batch norm: expected 2 to 5 dims with " + numFeatures
                        + " channels " + (layout == ChannelLayout.CHANNELS_FIRST ? "second" : "last") + ", got input "
                        + shape);
            }
        }
    }
}
