package dev.evenkeel.optim;

import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.OptimizerBackend;
import dev.evenkeel.internal.spi.SgdOp;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.tensor.Tensor;
import java.util.List;

/**
 * Stochastic gradient descent, as {@code torch.optim.SGD}:
 *
 * <pre>
 * g = grad + weightDecay·value
 * velocity = momentum·velocity + (1 − dampening)·g       on the first step: velocity = g
 * value −= lr·velocity                                   nesterov: lr·(g + momentum·velocity)
 * </pre>
 *
 * Without momentum g takes the place of velocity, and no state is kept. From "On the importance of initialization and
 * momentum in deep learning", I. Sutskever and others, 2013.
 */
public final class Sgd extends Optimizer {
    private final SgdSettings settings;
    private final List<Tensor> velocities;

    private Sgd(List<ParameterGroup> groups, SgdSettings settings) {
        super(groups);
        this.settings = settings;
        this.velocities = settings.momentum() == 0 ? List.of() : zeros();
    }

    /** Gradient descent without momentum. The caller closes it. */
    public static Sgd of(List<ParameterGroup> groups) {
        return of(groups, SgdSettings.PLAIN);
    }

    /**
     * Gradient descent with these settings. The caller closes it.
     *
     * @throws IllegalArgumentException if a parameter is not {@code F32} or {@code F64}, or is there twice
     */
    public static Sgd of(List<ParameterGroup> groups, SgdSettings settings) {
        return new Sgd(groups, settings);
    }

    @Override
    Runnable update(Parameter parameter, int at, ParameterGroup group, long step) {
        SgdOp op = new SgdOp(
                parameter.value().buffer(),
                parameter.grad().buffer(),
                velocities.isEmpty() ? null : velocities.get(at).buffer(),
                group.learningRate(),
                settings.momentum(),
                settings.dampening(),
                group.weightDecay(),
                settings.nesterov(),
                step == 1);
        OptimizerBackend backend =
                Backends.of(parameter.value().device()).network().optimizers();
        return () -> backend.sgd(op);
    }
}
