package dev.evenkeel.internal.cpu.kernel;

/** Two sums over the same elements. */
public record Sums(double first, double second) {
    /** Sums over nothing. */
    public static final Sums NONE = new Sums(0, 0);

    /** Sums over these elements and those. */
    public Sums plus(Sums other) {
        return new Sums(first + other.first, second + other.second);
    }
}
