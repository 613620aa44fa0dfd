package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one group normalization works on: {@code GroupNormCall.of(x, 32).withWeight(w).withBias(b)}.
 *
 * @param x the input: (N, C), (N, C, *) or, channels-last, (N, *, C)
 * @param groups into how many groups of neighbours a sample's channels are cut; divides C
 * @param layout which axis of {@code x} holds the channels
 * @param weight the gain γ, (C); null for 1
 * @param bias the shift β, (C); null for 0
 * @param eps added to the variance, ≥ 0
 */
public record GroupNormCall(
        Tensor x,
        long groups,
        ChannelLayout layout,
        @Nullable Tensor weight,
        @Nullable Tensor bias,
        double eps) {
    /** PyTorch's default. */
    public static final double DEFAULT_EPS = 1e-5;

    /** Normalizes channels-first {@code x} in so many groups, with no parameters and eps 1e-5. */
    public static GroupNormCall of(Tensor x, long groups) {
        return new GroupNormCall(x, groups, ChannelLayout.CHANNELS_FIRST, null, null, DEFAULT_EPS);
    }

    /** This call with another layout. */
    public GroupNormCall withLayout(ChannelLayout layout) {
        return new GroupNormCall(x, groups, layout, weight, bias, eps);
    }

    /** This call with another weight. */
    public GroupNormCall withWeight(@Nullable Tensor weight) {
        return new GroupNormCall(x, groups, layout, weight, bias, eps);
    }

    /** This call with another bias. */
    public GroupNormCall withBias(@Nullable Tensor bias) {
        return new GroupNormCall(x, groups, layout, weight, bias, eps);
    }

    /** This call with another eps. */
    public GroupNormCall withEps(double eps) {
        return new GroupNormCall(x, groups, layout, weight, bias, eps);
    }
}
