package dev.evenkeel.nn;

/** What is added to a variance. */
final class Eps {
    private Eps() {}

    /** {@code eps}, if it is finite and not negative. */
    static double checked(double eps) {
        if (!(eps >= 0 && eps < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("eps must be finite and at least 0, not " + eps);
        }
        return eps;
    }
}
