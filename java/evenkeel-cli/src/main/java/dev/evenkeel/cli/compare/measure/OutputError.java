package dev.evenkeel.cli.compare.measure;

import java.util.Locale;

/**
 * How far one output is from its reference.
 *
 * @param output its name
 * @param maxAbs largest error of an element
 * @param relativeL2 norm of the error over the norm of the scale
 * @param worstUlp largest error of an element in units of the last place of its reference, in the output's type
 * @param worstElement largest |error| / (|reference| + rms(scale))
 * @param notFinite how many elements are NaN or infinite, which the reference never is
 * @param tolerance what is allowed
 */
public record OutputError(
        String output,
        double maxAbs,
        double relativeL2,
        double worstUlp,
        double worstElement,
        long notFinite,
        Tolerance tolerance) {
    /** Whether all is within the tolerance. */
    public boolean passes() {
        return notFinite == 0 && relativeL2 <= tolerance.relativeL2() && worstElement <= tolerance.element();
    }

    /** How much of the tolerance is used; above 1 the comparison fails. */
    public double use() {
        return notFinite > 0
                ? Double.POSITIVE_INFINITY
                : Math.max(relativeL2 / tolerance.relativeL2(), worstElement / tolerance.element());
    }

    /** What is wrong, in words; only for one that fails. */
    public String complaint() {
        if (notFinite > 0) {
            return output + " has " + notFinite + " NaN or infinite values";
        }
        return relativeL2 > tolerance.relativeL2()
                ? String.format(
                        Locale.ROOT,
                        "%s: relative L2 error %.1e, allowed %.1e",
                        output,
                        relativeL2,
                        tolerance.relativeL2())
                : String.format(
                        Locale.ROOT,
                        "%s: error of one element %.1e, allowed %.1e",
                        output,
                        worstElement,
                        tolerance.element());
    }
}
