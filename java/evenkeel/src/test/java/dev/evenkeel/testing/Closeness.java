package dev.evenkeel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** Compares arrays of numbers with a bound on the error of each. */
public final class Closeness {
    private Closeness() {}

    /** |actual − expected| ≤ tolerance · max(1, largest |expected|) everywhere; NaN equals NaN. */
    public static void assertClose(String what, double[] actual, double[] expected, double tolerance) {
        double largest = 1;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertWithin(what, actual, expected, Randoms.filled(expected.length, tolerance * largest));
    }

    /** |actual − expected| ≤ bound, element by element; NaN equals NaN. */
    public static void assertWithin(String what, double[] actual, double[] expected, double[] bound) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        int worst = -1;
        double excess = 1;
        for (int i = 0; i < expected.length; i++) {
            if (Double.compare(actual[i], expected[i]) == 0 || actual[i] == expected[i]) {
                continue;
            }
            double ratio = Math.abs(actual[i] - expected[i]) / bound[i];
            if (!(ratio <= excess)) {
                worst = i;
                excess = Double.isNaN(ratio) ? Double.MAX_VALUE : ratio;
            }
        }
        if (worst >= 0) {
            fail("%s: element %d of %d is %s, expected %s: off by %.2g times the bound %.2g"
                    .formatted(what, worst, expected.length, actual[worst], expected[worst], excess, bound[worst]));
        }
    }

    /** ‖actual − expected‖ / ‖expected‖. */
    public static double relativeL2(double[] actual, double[] expected) {
        double error = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            error += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return Math.sqrt(error / norm);
    }
}
