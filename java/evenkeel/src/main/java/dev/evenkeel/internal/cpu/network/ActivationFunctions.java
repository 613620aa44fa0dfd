package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.spi.ActivationKind;

/** Activations and their slopes, of one number, in double. */
final class ActivationFunctions {
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double NORMAL_DENSITY_AT_0 = 0.3989422804014326779;

    private ActivationFunctions() {}

    static double value(ActivationKind kind, double x) {
        return switch (kind) {
            case RELU -> x <= 0 ? 0 : x;
            case TANH -> SpecialFunctions.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case GELU -> x * normalBelow(x);
        };
    }

    /** f′(x)·dy, from forms whose small results are as exact as large ones. */
    static double gradient(ActivationKind kind, double x, double dy) {
        return switch (kind) {
            case RELU -> x <= 0 ? 0 : dy;
            case TANH -> dy * (4 * sigmoidSlope(2 * x));
            case SIGMOID -> dy * sigmoidSlope(x);
            case GELU -> dy * (normalBelow(x) + x * (NORMAL_DENSITY_AT_0 * Math.exp(-0.5 * x * x)));
        };
    }

    private static double sigmoidSlope(double x) {
        double e = Math.exp(-Math.abs(x));
        return e / ((1 + e) * (1 + e));
    }

    /** The normal distribution function. */
    private static double normalBelow(double x) {
        return 0.5 * SpecialFunctions.erfc(-x * SQRT_HALF);
    }
}
