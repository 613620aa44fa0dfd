package dev.evenkeel.optim;

import dev.evenkeel.nn.Parameter;
import java.util.List;

/**
 * Adam, as {@code torch.optim.Adam}; t is the number of the step, from 1 on:
 *
 * <pre>
 * g = grad + weightDecay·value
 * m += (1 − beta1)·(g − m)
 * v = beta2·v + (1 − beta2)·g²
 * value −= lr/(1 − beta1ᵗ) · m / (√v/√(1 − beta2ᵗ) + eps)
 * </pre>
 *
 * m and v are kept of each parameter and start as zeros. From "Adam: a method for stochastic optimization", D. P. Kingma
 * and J. Ba, 2014.
 */
public final class Adam extends Optimizer {
    private final AdamMoments moments;

    private Adam(List<ParameterGroup> groups, AdamSettings settings) {
        super(groups);
        this.moments = new AdamMoments(settings, false, zeros(), zeros());
    }

    /** Adam with PyTorch's settings. The caller closes it. */
    public static Adam of(List<ParameterGroup> groups) {
        return of(groups, AdamSettings.DEFAULT);
    }

    /**
     * Adam with these settings. The caller closes it.
     *
     * @throws IllegalArgumentException if a parameter is not {@code F32} or {@code F64}, or is there twice
     */
    public static Adam of(List<ParameterGroup> groups, AdamSettings settings) {
        return new Adam(groups, settings);
    }

    @Override
    Runnable update(Parameter parameter, int at, ParameterGroup group, long step) {
        return moments.update(parameter, at, group, step);
    }
}
