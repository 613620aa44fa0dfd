package dev.evenkeel.internal.spi;

/**
 * One step of {@code torch.optim.Adam}, or of {@code AdamW} if the decay is decoupled, in place:
 *
 * <pre>
 * value *= kept;  g = grad + decay·value
 * m += (1 − beta1)·(g − m)
 * v = beta2·v + (1 − beta2)·g²
 * value −= rate · m / (√v/root + eps)
 * </pre>
 *
 * @param m zeros before the first step
 * @param v zeros before the first step
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
        long step) {
    /** What value is multiplied by before anything else. */
    public double kept() {
        return decoupled ? 1 - lr * weightDecay : 1;
    }

    /** What part of value is added to its gradient. */
    public double decay() {
        return decoupled ? 0 : weightDecay;
    }

    /** lr/(1 − beta1ᵗ). */
    public double rate() {
        return lr / (1 - Math.pow(beta1, step));
    }

    /** √(1 − beta2ᵗ). */
    public double root() {
        return Math.sqrt(1 - Math.pow(beta2, step));
    }
}
