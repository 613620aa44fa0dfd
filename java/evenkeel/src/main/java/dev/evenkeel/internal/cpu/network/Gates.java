package dev.evenkeel.internal.cpu.network;

/** The functions of an LSTM's gates, to a few units in the last place of a double. */
final class Gates {
    /** From here on 1 − e⁻²ˣ has lost no more than two bits to cancellation. */
    private static final double NO_CANCELLATION = 0.25;

    private Gates() {}

    /** 1/(1 + e⁻ˣ); the exponential may overflow, which makes it 0. */
    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** tanh x, by the exponential where that is exact enough: JVMs before 24 compile that alone to few instructions. */
    static double tanh(double x) {
        double size = Math.abs(x);
        if (size >= NO_CANCELLATION) {
            double e = Math.exp(-2 * size);
            return Math.copySign((1 - e) / (1 + e), x);
        }
        return Math.tanh(x);
    }
}
