package dev.evenkeel.optim;

/**
 * What {@link Sgd} has besides learning rate and weight decay.
 *
 * @param momentum part of the velocity that stays at each step; 0: no velocity is kept
 * @param dampening part of the gradient that the velocity does not take up; 0 with Nesterov
 * @param nesterov whether the step is one of momentum from where the velocity leads, by Nesterov
 */
public record SgdSettings(double momentum, double dampening, boolean nesterov) {
    /** No momentum. */
    public static final SgdSettings PLAIN = new SgdSettings(0, 0, false);

    /**
     * Checks the settings as PyTorch does.
     *
     * @throws IllegalArgumentException if a number is negative or not finite, or nesterov comes without momentum or with
     *     dampening
     */
    public SgdSettings {
        Settings.atLeast0("momentum", momentum);
        if (!(Math.abs(dampening) < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("dampening must be finite, not " + dampening);
        }
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new IllegalArgumentException("nesterov needs a momentum and no dampening, not momentum " + momentum
                    + " and dampening " + dampening);
        }
    }

    /** These settings with another momentum. */
    public SgdSettings withMomentum(double momentum) {
        return new SgdSettings(momentum, dampening, nesterov);
    }

    /** These settings with another dampening. */
    public SgdSettings withDampening(double dampening) {
        return new SgdSettings(momentum, dampening, nesterov);
    }

    /** These settings with or without Nesterov's form. */
    public SgdSettings withNesterov(boolean nesterov) {
        return new SgdSettings(momentum, dampening, nesterov);
    }
}
