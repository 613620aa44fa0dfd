package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * One step of {@code torch.optim.SGD}, in place:
 *
 * <pre>
 * g = grad + weightDecay·value
 * velocity = keep·velocity + rest·g
 * value −= lr·(ofVelocity·velocity + ofGradient·g)       without velocity: lr·g
 * </pre>
 *
 * @param velocity zeros before the first step; null without momentum
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
        boolean first) {
    /** What part of velocity stays: momentum, but on the first step nothing. */
    public double keep() {
        return first ? 0 : momentum;
    }

    /** What part of g is added to velocity: 1 − dampening, but on the first step all. */
    public double rest() {
        return first ? 1 : 1 - dampening;
    }

    /** What part of the step velocity is. */
    public double ofVelocity() {
        return nesterov ? momentum : 1;
    }

    /** What part of the step g is, besides its part of velocity. */
    public double ofGradient() {
        return nesterov ? 1 : 0;
    }
}
