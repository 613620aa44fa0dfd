package dev.evenkeel.internal.spi;

/**
 * One step of {@code torch.optim.Adam}, or of {@code AdamW} if the decay is decoupled, in place:
 *
 * <pre>
 * decoupled: value −= lr·weightDecay·value;  else g = grad + weightDecay·value
 * m = beta1·m + (1 − beta1)·g
 * v = beta2·v + (1 − beta2)·g²
 * value −= lr/(1 − beta1ᵗ) · m / (√v/√(1 − beta2ᵗ) + eps)
 * </pre>
 *
 * @param step t, 1 for the first step
 */
public record AdamOp(
        Buffer value,
        Buffer grad,
        Buffer m,
        Buffer v,
        double lr,
        double beta1,
        double beta2,
        double eps,
        double weightDecay,
        boolean decoupled,
        long step) {}
