package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.Momentum;
import dev.evenkeel.norms.RunningUpdate;
import dev.evenkeel.norms.RunningVariance;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;

/**
 * The running mean and variance of a batch or instance norm and how many batches moved them: PyTorch's
 * {@code running_mean}, {@code running_var} and {@code num_batches_tracked}, starting at 0, 1 and 0. Owned by the
 * layer.
 */
public final class RunningStats implements AutoCloseable {
    private final Tensor mean;
    private final Tensor variance;
    private long numBatchesTracked;

    RunningStats(long numFeatures, DType dtype, Device device) {
        Shape shape = Shape.of(numFeatures);
        this.mean = Tensor.zeros(shape, dtype, device);
        try {
            this.variance = Tensor.full(shape, 1, dtype, device);
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, mean);
            throw e;
        }
    }

    /** The running mean, (C). */
    public Tensor mean() {
        return mean;
    }

    /** The running variance, (C). */
    public Tensor variance() {
        return variance;
    }

    /** How many batches have been trained on. */
    public long numBatchesTracked() {
        return numBatchesTracked;
    }

    /** Takes over the state of another layer or of a file, converted to this one's type and device. */
    public void load(Tensor mean, Tensor variance, long numBatchesTracked) {
        if (numBatchesTracked < 0) {
            throw new IllegalArgumentException("num_batches_tracked cannot be " + numBatchesTracked);
        }
        if (!mean.shape().equals(this.mean.shape()) || !variance.shape().equals(this.mean.shape())) {
            throw new IllegalArgumentException("running_mean " + mean.shape() + " and running_var " + variance.shape()
                    + " must both have shape " + this.mean.shape());
        }
        this.mean.copyFrom(mean);
        this.variance.copyFrom(variance);
        this.numBatchesTracked = numBatchesTracked;
    }

    /** Where their values are kept, under PyTorch's names. */
    List<StateSlot> state() {
        return List.of(
                StateSlot.of("running_mean", mean),
                StateSlot.of("running_var", variance),
                StateSlot.counter(
                        "num_batches_tracked", () -> numBatchesTracked, loaded -> numBatchesTracked = loaded));
    }

    /** How the next batch moves these statistics. */
    RunningUpdate next(Momentum momentum, RunningVariance convention) {
        return new RunningUpdate(mean, variance, momentum.newBatchWeight(numBatchesTracked + 1), convention);
    }

    /** The next batch has moved them. */
    void count() {
        numBatchesTracked++;
    }

    @Override
    public void close() {
        TensorScope.closeAll(mean, variance);
    }
}
