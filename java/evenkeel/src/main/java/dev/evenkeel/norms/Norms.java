package dev.evenkeel.norms;

import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Normalization as stateless functions, forward and backward.
 *
 * <p>Every function has two forms: one returns fresh tensors, which the caller closes; one writes into the tensors that
 * the caller gives and allocates nothing that outlives the call. Arguments are checked first: an
 * {@link IllegalArgumentException} names the argument, what it was and what was expected, and nothing has been written.
 * All tensors of a call lie on one device. Outputs must not overlap inputs or each other. NaN and infinity are not
 * filtered: they spoil the row or channel that they stand in. Statistics are float32 ({@code F64} for {@code F64}
 * input), as is arithmetic on 16-bit types. Thread-safe as long as no tensor is written by two calls at once.
 */
public final class Norms {
    private Norms() {}

    /**
     * Layer normalization: y = (x − mean)·rstd·weight + bias, mean and rstd over the trailing dimensions.
     *
     * @param x the input, (*, normalizedShape)
     * @param normalizedShape the trailing dimensions that are normalized together
     * @param weight the gain γ, of normalizedShape; null for 1
     * @param bias the shift β, of normalizedShape; null for 0
     * @param eps added to the variance; PyTorch's default is 1e-5
     * @return y, shape and type of x
     * @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros, Hinton: Layer Normalization</a>
     */
    public static Tensor layerNorm(
            Tensor x, Shape normalizedShape, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        return RowNormFunction.forward(
                        RowNorm.LAYER,
                        LayerNormCall.of(x, normalizedShape)
                                .withWeight(weight)
                                .withBias(bias)
                                .withEps(eps),
                        false)
                .output();
    }

    /**
     * Layer normalization with all that the backward needs:
     *
     * <pre>
     * v    = x + residual
     * mean = ⟨v⟩,  rstd = 1/√(⟨(v − mean)²⟩ + eps)      over normalizedShape
     * y    = (v − mean)·rstd·weight + bias
     * </pre>
     *
     * @param call input, parameters and options
     * @return y, the statistics, and v as {@code sum} if there is a residual
     * @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros, Hinton: Layer Normalization</a>
     */
    public static LayerNormResult layerNorm(LayerNormCall call) {
        return RowNormFunction.forward(RowNorm.LAYER, call, true);
    }

    /** As {@link #layerNorm(LayerNormCall)}, into the caller's tensors; those that are null are not computed. */
    public static void layerNorm(LayerNormCall call, LayerNormResult into) {
        RowNormFunction.forward(RowNorm.LAYER, call, into);
    }

    /**
     * Gradients of layer normalization, with x̂ = (x − mean)·rstd and g = weight·dy:
     *
     * <pre>
     * dx      = rstd·(g − ⟨g⟩ − x̂·⟨g·x̂⟩) + dsum
     * dweight = Σ dy·x̂,  dbias = Σ dy                    over all rows
     * </pre>
     *
     * @param call the forward call, dy, and what the forward saved
     * @return dx, and dweight and dbias for the parameters that the forward call has
     */
    public static LayerNormGradients layerNormBackward(LayerNormBackwardCall call) {
        return RowNormFunction.backward(RowNorm.LAYER, call);
    }

    /**
     * As {@link #layerNormBackward(LayerNormBackwardCall)}, into the caller's tensors; those that are null are not
     * computed.
     */
    public static void layerNormBackward(LayerNormBackwardCall call, LayerNormGradients into) {
        RowNormFunction.backward(RowNorm.LAYER, call, into);
    }

    /**
     * RMS normalization: y = x·rstd·weight, rstd over the trailing dimensions.
     *
     * @param x the input, (*, normalizedShape)
     * @param normalizedShape the trailing dimensions that are normalized together
     * @param weight the gain γ, of normalizedShape; null for 1
     * @param eps added to the mean square; PyTorch's default is {@link RmsNormCall#defaultEps}
     * @return y, shape and type of x
     * @see <a href="https://arxiv.org/abs/1910.07467">Zhang, Sennrich: Root Mean Square Layer Normalization</a>
     */
    public static Tensor rmsNorm(Tensor x, Shape normalizedShape, @Nullable Tensor weight, double eps) {
        RmsNormCall call = RmsNormCall.of(x, normalizedShape).withWeight(weight).withEps(eps);
        return RowNormFunction.forward(RowNorm.RMS, call.asRows(), false).output();
    }

    /**
     * RMS normalization with all that the backward needs:
     *
     * <pre>
     * v    = x + residual
     * rstd = 1/√(⟨v²⟩ + eps)                            over normalizedShape
     * y    = v·rstd·weight
     * </pre>
     *
     * @param call input, weight and options
     * @return y, rstd, and v as {@code sum} if there is a residual
     * @see <a href="https://arxiv.org/abs/1910.07467">Zhang, Sennrich: Root Mean Square Layer Normalization</a>
     */
    public static RmsNormResult rmsNorm(RmsNormCall call) {
        LayerNormResult result = RowNormFunction.forward(RowNorm.RMS, call.asRows(), true);
        return new RmsNormResult(result.y(), result.sum(), result.rstd());
    }

    /** As {@link #rmsNorm(RmsNormCall)}, into the caller's tensors; those that are null are not computed. */
    public static void rmsNorm(RmsNormCall call, RmsNormResult into) {
        RowNormFunction.forward(
                RowNorm.RMS, call.asRows(), new LayerNormResult(into.y(), into.sum(), null, into.rstd()));
    }

    /**
     * Gradients of RMS normalization, with x̂ = x·rstd and g = weight·dy:
     *
     * <pre>
     * dx      = rstd·(g − x̂·⟨g·x̂⟩) + dsum
     * dweight = Σ dy·x̂                                    over all rows
     * </pre>
     *
     * @param call the forward call, dy, and what the forward saved
     * @return dx, and dweight if the forward call has a weight
     */
    public static RmsNormGradients rmsNormBackward(RmsNormBackwardCall call) {
        LayerNormGradients gradients = RowNormFunction.backward(RowNorm.RMS, call.asRows());
        return new RmsNormGradients(gradients.dx(), gradients.dweight());
    }

    /**
     * As {@link #rmsNormBackward(RmsNormBackwardCall)}, into the caller's tensors; those that are null are not
     * computed.
     */
    public static void rmsNormBackward(RmsNormBackwardCall call, RmsNormGradients into) {
        RowNormFunction.backward(RowNorm.RMS, call.asRows(), new LayerNormGradients(into.dx(), into.dweight(), null));
    }

    /**
     * Batch normalization by the batch's own statistics; moves the running statistics if given:
     *
     * <pre>
     * mean = ⟨x⟩,  rstd = 1/√(⟨(x − mean)²⟩ + eps)      over all axes but the channels
     * y    = activation((x − mean)·rstd·weight + bias + residual)
     * </pre>
     *
     * @param call input, parameters and options
     * @param running the running statistics to move, or null
     * @return y and the batch's statistics
     * @throws IllegalArgumentException also if a channel has fewer than two values
     * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe, Szegedy: Batch Normalization</a>
     */
    public static BatchNormResult batchNorm(BatchNormCall call, @Nullable RunningUpdate running) {
        return BatchNormFunction.training(call, running);
    }

    /** As {@link #batchNorm(BatchNormCall, RunningUpdate)}, into the caller's tensors; null ones are not given out. */
    public static void batchNorm(BatchNormCall call, @Nullable RunningUpdate running, BatchNormResult into) {
        BatchNormFunction.training(call, running, into);
    }

    /**
     * Batch normalization by constant statistics: y = activation((x − runningMean)·rstd·weight + bias + residual),
     * rstd = 1/√(runningVar + eps).
     *
     * @param call input, parameters and options
     * @param runningMean mean of each channel, (C), statistics type
     * @param runningVar variance of each channel, (C), statistics type
     * @return y, a copy of runningMean, and rstd
     */
    public static BatchNormResult batchNormInference(BatchNormCall call, Tensor runningMean, Tensor runningVar) {
        return BatchNormFunction.inference("batch norm inference", call, runningMean, runningVar);
    }

    /**
     * As {@link #batchNormInference(BatchNormCall, Tensor, Tensor)}, into the caller's tensors; null ones are not given
     * out.
     */
    public static void batchNormInference(
            BatchNormCall call, Tensor runningMean, Tensor runningVar, BatchNormResult into) {
        BatchNormFunction.inference("batch norm inference", call, runningMean, runningVar, into);
    }

    /**
     * Gradients of batch normalization, with x̂ = (x − mean)·rstd, and g = dy where the activation passes, else 0:
     *
     * <pre>
     * dx        = weight·rstd·(g − ⟨g⟩ − x̂·⟨g·x̂⟩)       batch statistics
     * dx        = weight·rstd·g                             constant statistics
     * dresidual = g
     * dweight   = Σ g·x̂,  dbias = Σ g                       over all axes but the channels
     * </pre>
     *
     * @param call the forward call, dy, and the statistics it normalized by
     * @return dx, and dweight, dbias and dresidual for the arguments that the forward call has
     */
    public static BatchNormGradients batchNormBackward(BatchNormBackwardCall call) {
        return BatchNormFunction.backward("batch norm backward", call);
    }

    /**
     * As {@link #batchNormBackward(BatchNormBackwardCall)}, into the caller's tensors; those that are null are not
     * computed.
     */
    public static void batchNormBackward(BatchNormBackwardCall call, BatchNormGradients into) {
        BatchNormFunction.backward("batch norm backward", call, into);
    }

    /**
     * Group normalization: each sample's channels are cut into groups of neighbours:
     *
     * <pre>
     * mean = ⟨x⟩,  rstd = 1/√(⟨(x − mean)²⟩ + eps)      over a group's channels and their elements
     * y    = (x − mean)·rstd·weight + bias              weight and bias by channel
     * </pre>
     *
     * @param call input, parameters and options
     * @return y and the statistics
     * @throws IllegalArgumentException also if the groups don't divide the channels
     * @see <a href="https://arxiv.org/abs/1803.08494">Wu, He: Group Normalization</a>
     */
    public static GroupNormResult groupNorm(GroupNormCall call) {
        return GroupNormFunction.forward(call);
    }

    /** As {@link #groupNorm(GroupNormCall)}, into the caller's tensors; those that are null are not computed. */
    public static void groupNorm(GroupNormCall call, GroupNormResult into) {
        GroupNormFunction.forward(call, into);
    }

    /**
     * Gradients of group normalization, with x̂ = (x − mean)·rstd and g = weight·dy:
     *
     * <pre>
     * dx      = rstd·(g − ⟨g⟩ − x̂·⟨g·x̂⟩)
     * dweight = Σ dy·x̂,  dbias = Σ dy                    over all but the channels
     * </pre>
     *
     * @param call the forward call, dy, and what the forward saved
     * @return dx, and dweight and dbias for the parameters that the forward call has
     */
    public static GroupNormGradients groupNormBackward(GroupNormBackwardCall call) {
        return GroupNormFunction.backward(call);
    }

    /**
     * As {@link #groupNormBackward(GroupNormBackwardCall)}, into the caller's tensors; those that are null are not
     * computed.
     */
    public static void groupNormBackward(GroupNormBackwardCall call, GroupNormGradients into) {
        GroupNormFunction.backward(call, into);
    }

    /**
     * Instance normalization: each channel of each sample by its own statistics, as group normalization with groups of
     * one channel; moves the running statistics, if given, by the mean over samples of mean and variance.
     *
     * @param call input, parameters and options
     * @param running the running statistics to move, or null
     * @return y and the statistics
     * @throws IllegalArgumentException also if a channel of a sample has fewer than two values
     * @see <a href="https://arxiv.org/abs/1607.08022">Ulyanov, Vedaldi, Lempitsky: Instance Normalization</a>
     */
    public static InstanceNormResult instanceNorm(InstanceNormCall call, @Nullable RunningUpdate running) {
        return GroupNormFunction.forward(call, running);
    }

    /**
     * As {@link #instanceNorm(InstanceNormCall, RunningUpdate)}, into the caller's tensors; those that are null are not
     * computed.
     */
    public static void instanceNorm(InstanceNormCall call, @Nullable RunningUpdate running, InstanceNormResult into) {
        GroupNormFunction.forward(call, running, into);
    }

    /**
     * Instance normalization by constant statistics: what {@link #batchNormInference} computes.
     *
     * @param call input, parameters and options
     * @param runningMean mean of each channel, (C), statistics type
     * @param runningVar variance of each channel, (C), statistics type
     * @return y, a copy of runningMean, and rstd
     */
    public static InstanceNormResult instanceNormInference(
            InstanceNormCall call, Tensor runningMean, Tensor runningVar) {
        BatchNormResult result =
                BatchNormFunction.inference("instance norm inference", call.asChannels(), runningMean, runningVar);
        return new InstanceNormResult(result.y(), result.mean(), result.rstd());
    }

    /**
     * As {@link #instanceNormInference(InstanceNormCall, Tensor, Tensor)}, into the caller's tensors; null ones are not
     * given out.
     */
    public static void instanceNormInference(
            InstanceNormCall call, Tensor runningMean, Tensor runningVar, InstanceNormResult into) {
        BatchNormFunction.inference(
                "instance norm inference",
                call.asChannels(),
                runningMean,
                runningVar,
                new BatchNormResult(into.y(), into.mean(), into.rstd()));
    }

    /**
     * Gradients of instance normalization: as of group normalization, or dx = weight·rstd·dy by constant statistics.
     *
     * @param call the forward call, dy, and the statistics it normalized by
     * @return dx, and dweight and dbias for the parameters that the forward call has
     */
    public static InstanceNormGradients instanceNormBackward(InstanceNormBackwardCall call) {
        if (!call.byConstants()) {
            return GroupNormFunction.backward(call);
        }
        BatchNormGradients gradients = BatchNormFunction.backward("instance norm backward", call.asChannels());
        return new InstanceNormGradients(gradients.dx(), gradients.dweight(), gradients.dbias());
    }

    /**
     * As {@link #instanceNormBackward(InstanceNormBackwardCall)}, into the caller's tensors; those that are null are
     * not computed.
     */
    public static void instanceNormBackward(InstanceNormBackwardCall call, InstanceNormGradients into) {
        if (call.byConstants()) {
            BatchNormFunction.backward(
                    "instance norm backward",
                    call.asChannels(),
                    new BatchNormGradients(into.dx(), null, into.dweight(), into.dbias()));
        } else {
            GroupNormFunction.backward(call, into);
        }
    }
}
