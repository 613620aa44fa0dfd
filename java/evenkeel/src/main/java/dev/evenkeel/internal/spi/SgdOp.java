package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * One step of {@code torch.optim.SGD}, in place:
 *
 * <pre>
 * g = grad + weightDecay·value
 * velocity = momentum·velocity + (1 − dampening)·g       on the first step: velocity = g
 * value −= lr·(nesterov ? g + momentum·velocity : velocity)
 * </pre>
 *
 * @param velocity null without momentum: g takes its place
 */
public record SgdOp(
        Buffer value,
        Buffer grad,
        @Nullable Buffer velocity,
        double lr,
        double momentum,
        double dampening,
        double weightDecay,
        boolean nesterov,
        boolean first) {}
