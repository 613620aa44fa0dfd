package dev.evenkeel.optim;

/** Checks of settings, worded with what was given and what was expected. */
final class Settings {
    private Settings() {}

    static double atLeast0(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be finite and at least 0, not " + value);
        }
        return value;
    }

    static double below1(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to below 1, not " + value);
        }
        return value;
    }
}
