package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one instance normalization works on: {@code InstanceNormCall.of(x).withWeight(w).withBias(b)}.
 *
 * @param x the input: (N, C, *) or, channels-last, (N, *, C)
 * @param layout which axis of {@code x} holds the channels
 * @param weight the gain γ, (C); null for 1
 * @param bias the shift β, (C); null for 0
 * @param eps added to the variance, ≥ 0
 */
public record InstanceNormCall(
        Tensor x,
        ChannelLayout layout,
        @Nullable Tensor weight,
        @Nullable Tensor bias,
        double eps) {
    /** PyTorch's default. */
    public static final double DEFAULT_EPS = 1e-5;

    /** Normalizes channels-first {@code x} with no parameters and eps 1e-5. */
    public static InstanceNormCall of(Tensor x) {
        return new InstanceNormCall(x, ChannelLayout.CHANNELS_FIRST, null, null, DEFAULT_EPS);
    }

    /** This call with another layout. */
    public InstanceNormCall withLayout(ChannelLayout layout) {
        return new InstanceNormCall(x, layout, weight, bias, eps);
    }

    /** This call with another weight. */
    public InstanceNormCall withWeight(@Nullable Tensor weight) {
        return new InstanceNormCall(x, layout, weight, bias, eps);
    }

    /** This call with another bias. */
    public InstanceNormCall withBias(@Nullable Tensor bias) {
        return new InstanceNormCall(x, layout, weight, bias, eps);
    }

    /** This call with another eps. */
    public InstanceNormCall withEps(double eps) {
        return new InstanceNormCall(x, layout, weight, bias, eps);
    }

    /** By constant statistics it is what batch normalization is. */
    BatchNormCall asChannels() {
        return new BatchNormCall(x, layout, null, weight, bias, Activation.NONE, eps);
    }
}
