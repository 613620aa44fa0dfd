package dev.evenkeel.internal.cpu.network;

/** Functions that {@link Math} lacks or takes long for. */
final class SpecialFunctions {
    private static final double ONE_OVER_SQRT_PI = 0.56418958354775628695;
    /** From here on erfc is less than half of the smallest double. */
    private static final double ERFC_END = 27.3;

    /** erf(x)/x as a function of x², highest power first. */
    private static final double[] SMALL_P = {
        1.85777706184603153e-1,
        3.16112374387056560e0,
        1.13864154151050156e2,
        3.77485237685302021e2,
        3.20937758913846947e3
    };

    private static final double[] SMALL_Q = {
        1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
    };

    /** exp(x²)·erfc(x). */
    private static final double[] MIDDLE_P = {
        2.15311535474403846e-8,
        5.64188496988670089e-1,
        8.88314979438837594e0,
        6.61191906371416295e1,
        2.98635138197400131e2,
        8.81952221241769090e2,
        1.71204761263407058e3,
        2.05107837782607147e3,
        1.23033935479799725e3
    };

    private static final double[] MIDDLE_Q = {
        1,
        1.57449261107098347e1,
        1.17693950891312499e2,
        5.37181101862009858e2,
        1.62138957456669019e3,
        3.29079923573345963e3,
        4.36261909014324716e3,
        3.43936767414372164e3,
        1.23033935480374942e3
    };

    /** (1/√π − x·exp(x²)·erfc(x))·x² as a function of 1/x². */
    private static final double[] LARGE_P = {
        1.63153871373020978e-2,
        3.05326634961232344e-1,
        3.60344899949804439e-1,
        1.25781726111229246e-1,
        1.60837851487422766e-2,
        6.58749161529837803e-4
    };

    private static final double[] LARGE_Q = {
        1,
        2.56852019228982242e0,
        1.87295284992346047e0,
        5.27905102951428412e-1,
        6.05183413124413191e-2,
        2.33520497626869185e-3
    };

    private static final double[] TANH_P = {
        -9.64399179425052238628e-1, -9.92877231001918586564e1, -1.61468768441708447952e3
    };

    private static final double[] TANH_Q = {
        1, 1.12811678491632931402e2, 2.23548839060100448583e3, 4.84406305325125486048e3
    };

    private SpecialFunctions() {}

    /**
     * 1 − erf x, from the rational functions of "Rational Chebyshev approximations for the error function", W. J. Cody,
     * Mathematics of Computation 23 (1969). Also small results are right to their last digits.
     */
    static double erfc(double x) {
        double size = Math.abs(x);
        if (size <= 0.46875) {
            double square = x * x;
            return 1 - x * (polynomial(SMALL_P, square) / polynomial(SMALL_Q, square));
        }
        double tail;
        if (size <= 4) {
            tail = exponentialOfSquare(size) * (polynomial(MIDDLE_P, size) / polynomial(MIDDLE_Q, size));
        } else if (size > ERFC_END) {
            tail = 0;
        } else {
            double inverse = 1 / (size * size);
            double correction = inverse * (polynomial(LARGE_P, inverse) / polynomial(LARGE_Q, inverse));
            tail = exponentialOfSquare(size) * ((ONE_OVER_SQRT_PI - correction) / size);
        }
        return x < 0 ? 2 - tail : tail;
    }

    /** exp(−x²), of x in two parts, so that what rounding takes from x² is not multiplied by x². */
    private static double exponentialOfSquare(double x) {
        double head = (int) (x * 16) * (1.0 / 16);
        return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head));
    }

    /**
     * The hyperbolic tangent, up to a few units in the last place: a rational function near 0 (from the Cephes library,
     * S. L. Moshier, after "Software manual for the elementary functions", W. J. Cody and W. Waite, 1980), else by the
     * exponential, for which virtual machines have an instruction sequence of their own.
     */
    static double tanh(double x) {
        double size = Math.abs(x);
        double result;
        if (size < 0.625) {
            double square = x * x;
            result = size + size * (square * (polynomial(TANH_P, square) / polynomial(TANH_Q, square)));
        } else {
            result = 1 - 2 / (Math.exp(2 * size) + 1);
        }
        return Math.copySign(result, x);
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }
}
