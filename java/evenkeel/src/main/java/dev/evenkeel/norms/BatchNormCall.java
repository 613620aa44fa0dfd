package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one batch normalization works on: {@code BatchNormCall.of(x).withWeight(w).withBias(b)}.
 *
 * @param x the input: (N, C), (N, C, *) or, channels-last, (N, *, C)
 * @param layout which axis of {@code x} holds the channels
 * @param residual added to the normalized value before the activation, shape and type of {@code x}; null for none
 * @param weight the gain γ, (C); null for 1
 * @param bias the shift β, (C); null for 0
 * @param activation applied last
 * @param eps added to the variance, ≥ 0
 */
public record BatchNormCall(
        Tensor x,
        ChannelLayout layout,
        @Nullable Tensor residual,
        @Nullable Tensor weight,
        @Nullable Tensor bias,
        Activation activation,
        double eps) {
    /** PyTorch's default. */
    public static final double DEFAULT_EPS = 1e-5;

    /** Normalizes channels-first {@code x} with no parameters, no activation and eps 1e-5. */
    public static BatchNormCall of(Tensor x) {
        return new BatchNormCall(x, ChannelLayout.CHANNELS_FIRST, null, null, null, Activation.NONE, DEFAULT_EPS);
    }

    /** This call with another layout. */
    public BatchNormCall withLayout(ChannelLayout layout) {
        return new BatchNormCall(x, layout, residual, weight, bias, activation, eps);
    }

    /** This call with another residual. */
    public BatchNormCall withResidual(@Nullable Tensor residual) {
        return new BatchNormCall(x, layout, residual, weight, bias, activation, eps);
    }

    /** This call with another weight. */
    public BatchNormCall withWeight(@Nullable Tensor weight) {
        return new BatchNormCall(x, layout, residual, weight, bias, activation, eps);
    }

    /** This call with another bias. */
    public BatchNormCall withBias(@Nullable Tensor bias) {
        return new BatchNormCall(x, layout, residual, weight, bias, activation, eps);
    }

    /** This call with another activation. */
    public BatchNormCall withActivation(Activation activation) {
        return new BatchNormCall(x, layout, residual, weight, bias, activation, eps);
    }

    /** This call with another eps. */
    public BatchNormCall withEps(double eps) {
        return new BatchNormCall(x, layout, residual, weight, bias, activation, eps);
    }
}
