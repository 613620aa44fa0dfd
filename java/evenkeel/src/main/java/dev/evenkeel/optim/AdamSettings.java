package dev.evenkeel.optim;

/**
 * What {@link Adam} and {@link AdamW} have besides learning rate and weight decay.
 *
 * @param beta1 part of the mean of gradients that stays at each step, from 0 to below 1
 * @param beta2 part of the mean of their squares that stays at each step, from 0 to below 1
 * @param eps what is added to the root of the mean square, at least 0
 */
public record AdamSettings(double beta1, double beta2, double eps) {
    /** PyTorch's: 0.9, 0.999, 1e-8. */
    public static final AdamSettings DEFAULT = new AdamSettings(0.9, 0.999, 1e-8);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if a number is outside its range
     */
    public AdamSettings {
        Settings.below1("beta1", beta1);
        Settings.below1("beta2", beta2);
        Settings.atLeast0("eps", eps);
    }

    /** These settings with other betas. */
    public AdamSettings withBetas(double beta1, double beta2) {
        return new AdamSettings(beta1, beta2, eps);
    }

    /** These settings with another eps. */
    public AdamSettings withEps(double eps) {
        return new AdamSettings(beta1, beta2, eps);
    }
}
