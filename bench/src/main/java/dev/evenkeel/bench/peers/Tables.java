package dev.evenkeel.bench.peers;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How figures are written in tables. */
final class Tables {
    private Tables() {}

    /** Three digits or so, whatever the size. */
    static String micros(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    /** As in 1.32; empty if there is none. */
    static String ratio(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.2f", value);
    }

    /** As in 5.7e-08; 0 is 0, and what is not finite says so. */
    static String error(@Nullable Double value) {
        if (value == null) {
            return "not finite";
        }
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value);
    }
}
