package dev.evenkeel.cli.compare.measure;

import java.util.Locale;

/** How figures are written for people. */
public final class Numbers {
    private Numbers() {}

    /** As in 2.7e-08. */
    public static String scientific(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value);
    }

    /** With one digit after the point, or as in 1.3e+05. */
    public static String ulps(double value) {
        return value < 1000 ? String.format(Locale.ROOT, "%.1f", value) : scientific(value);
    }

    /** In the unit that fits. */
    public static String time(double micros) {
        if (micros < 1000) {
            return String.format(Locale.ROOT, "%.1f us", micros);
        }
        return micros < 1e6
                ? String.format(Locale.ROOT, "%.2f ms", micros * 1e-3)
                : String.format(Locale.ROOT, "%.2f s ", micros * 1e-6);
    }
}
