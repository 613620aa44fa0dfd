package dev.evenkeel.internal.cpu;

import java.util.stream.Stream;

/**
 * A sum that carries along what each addition rounded away, so that its error does not grow with the number of
 * summands. NaN and infinity in, NaN out.
 *
 * @see <a href="https://doi.org/10.1145/363707.363723">Kahan: Further Remarks on Reducing Truncation Errors</a>
 */
final class CompensatedSum {
    private double total;
    private double lost;

    /** {@code n} sums with nothing in them. */
    static CompensatedSum[] zeros(int n) {
        return Stream.generate(CompensatedSum::new).limit(n).toArray(CompensatedSum[]::new);
    }

    void add(double summand) {
        double next = summand - lost;
        double sum = total + next;
        lost = (sum - total) - next;
        total = sum;
    }

    double value() {
        return total;
    }
}
