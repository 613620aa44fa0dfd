package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Rows;

/** Whether Σ (x − shift) and Σ (x − shift)² tell mean and variance as exactly as their type can. */
final class ShiftedSums {
    /** So much may the square of mean − shift be above the variance: it is taken off the mean of the squares. */
    private static final double FAR = 4;

    /** Mean squares below this are of numbers whose squares a float no longer holds, or holds in part. */
    private static final double SMALLEST_FLOAT = 1e-30;

    private static final double SMALLEST_DOUBLE = 1e-290;

    private ShiftedSums() {}

    static boolean trusted(Rows<?> rows, double first, double second, double n, double eps) {
        double mean = first / n;
        double squares = second / n;
        double smallest = rows.round(SMALLEST_DOUBLE) == 0 ? SMALLEST_FLOAT : SMALLEST_DOUBLE;
        boolean zero = first == 0 && second == 0 && eps > smallest;
        return zero
                || squares >= smallest && mean * mean <= FAR * (squares - mean * mean) && squares < Double.MAX_VALUE;
    }
}
