package dev.evenkeel.internal.spi;

import dev.evenkeel.DType;
import dev.evenkeel.Device;

/**
 * The seam: one device's memory and its normalization operations. Callers have checked shapes, types and ranges; a
 * backend computes. Inputs are never written but where an operation says "in place"; outputs don't overlap inputs
 * or each other. Operations may return before they are done: later calls on the same backend see their results.
 * Safe to call from several threads. Backends live as long as the process.
 */
public interface NormBackend {
    /** The device this is. */
    Device device();

    /** Memory for {@code count} elements of unspecified value. */
    Buffer allocate(DType dtype, long count);

    /**
     * Memory of this device that somebody else owns, seen as elements; closing the buffer leaves it alone.
     *
     * @throws IllegalArgumentException if this device's memory has no addresses
     */
    Buffer borrow(long address, DType dtype, long count);

    /** Copies from the heap; counts and types are equal. {@code source} may be reused when this returns. */
    void upload(HeapBuffer source, Buffer target);

    /** Copies to the heap; counts and types are equal. The data is there when this returns. */
    void download(Buffer source, HeapBuffer target);

    /** Copies within the device; counts and types are equal. */
    void copy(Buffer source, Buffer target);

    /** Sets every element to {@code value}, rounded to the buffer's type. */
    void fill(Buffer target, double value);

    /** Returns when all work given so far is done; reports its failure. */
    void synchronize();

    /** Layer and RMS normalization. */
    void rowNormForward(RowNormForwardOp op);

    /** Gradients of layer and RMS normalization. */
    void rowNormBackward(RowNormBackwardOp op);

    /** Group and instance normalization. */
    void groupNormForward(GroupNormForwardOp op);

    /** Gradients of group and instance normalization. */
    void groupNormBackward(GroupNormBackwardOp op);

    /** Batch normalization by the batch's own statistics. */
    void batchNormTraining(BatchNormTrainingOp op);

    /** Batch normalization by given statistics. */
    void batchNormInference(BatchNormInferenceOp op);

    /** Gradients of batch normalization. */
    void batchNormBackward(BatchNormBackwardOp op);

    /** One replica's statistics. */
    void batchNormStatistics(BatchNormStatisticsOp op);

    /** The statistics of all replicas. */
    void batchNormMerge(BatchNormMergeOp op);

    /** One replica's sums for the gradients. */
    void batchNormReduce(BatchNormReduceOp op);

    /** One replica's gradient of the input, from the sums of all replicas. */
    void batchNormInputGradient(BatchNormInputGradientOp op);

    /** rstd = 1/√(variance + eps), element by element. */
    void inverseStd(Buffer variance, Buffer rstd, double eps);

    /** Weight norm. */
    void weightNormForward(WeightNormForwardOp op);

    /** Gradients of weight norm. */
    void weightNormBackward(WeightNormBackwardOp op);

    /** Spectral norm. */
    void spectralNormForward(SpectralNormForwardOp op);

    /** Gradient of spectral norm. */
    void spectralNormBackward(SpectralNormBackwardOp op);

    /** What this device does for networks besides normalization. */
    NetworkBackend network();
}
