package dev.evenkeel.optim;

import dev.evenkeel.nn.Parameter;
import java.util.List;

/**
 * Adam with decay of the weights themselves, not by way of the gradient, as {@code torch.optim.AdamW}; t is the number
 * of the step, from 1 on:
 *
 * <pre>
 * value *= 1 − lr·weightDecay
 * m += (1 − beta1)·(grad − m)
 * v = beta2·v + (1 − beta2)·grad²
 * value −= lr/(1 − beta1ᵗ) · m / (√v/√(1 − beta2ᵗ) + eps)
 * </pre>
 *
 * m and v are kept of each parameter and start as zeros. From "Decoupled weight decay regularization", I. Loshchilov and
 * F. Hutter, 2017.
 */
public final class AdamW extends Optimizer {
    private final AdamMoments moments;

    private AdamW(List<ParameterGroup> groups, AdamSettings settings) {
        super(groups);
        this.moments = new AdamMoments(settings, true, zeros(), zeros());
    }

    /** AdamW with PyTorch's settings. The caller closes it. */
    public static AdamW of(List<ParameterGroup> groups) {
        return of(groups, AdamSettings.DEFAULT);
    }

    /**
     * AdamW with these settings. The caller closes it.
     *
     * @throws IllegalArgumentException if a parameter is not {@code F32} or {@code F64}, or is there twice
     */
    public static AdamW of(List<ParameterGroup> groups, AdamSettings settings) {
        return new AdamW(groups, settings);
    }

    @Override
    Runnable update(Parameter parameter, int at, ParameterGroup group, long step) {
        return moments.update(parameter, at, group, step);
    }
}
