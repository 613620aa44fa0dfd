package dev.evenkeel.ptx.instruction;

/**
 * The rounding modes other than to nearest even. An exact result is held as the unevaluated sum of two doubles, the
 * second far smaller; its sign says to which side of the first the result lies.
 */
enum Rounding {
    /** {@code .rz}. */
    ZERO,
    /** {@code .rm}. */
    DOWN,
    /** {@code .rp}. */
    UP;

    float sum(float a, float b) {
        double sum = (double) a + b;
        return sum == 0 ? zero(a, b) : toFloat(sum, sumError(a, b, sum));
    }

    float product(float a, float b) {
        return toFloat((double) a * b, 0);
    }

    float fused(float a, float b, float c) {
        double product = (double) a * b;
        double sum = product + c;
        return sum == 0 ? zero(product, c) : toFloat(sum, sumError(product, c, sum));
    }

    double sum(double a, double b) {
        double sum = a + b;
        return sum == 0 ? zero(a, b) : toDouble(sum, sumError(a, b, sum));
    }

    /** Exact but where the product's error is below the smallest subnormal. */
    double product(double a, double b) {
        double product = a * b;
        return toDouble(product, Math.fma(a, b, -product));
    }

    /** Exact but where the product's error is below the smallest subnormal. */
    double fused(double a, double b, double c) {
        double nearest = Math.fma(a, b, c);
        if (nearest == 0 || Double.isInfinite(nearest) || Double.isNaN(nearest)) {
            return nearest == 0 && this == DOWN && !(a * b == 0 && c == 0 && 1 / (a * b) > 0) ? -0.0 : nearest;
        }
        double product = a * b;
        double productError = Math.fma(a, b, -product);
        double rest = (product - nearest) + c;
        double restError = sumError(product - nearest, c, rest);
        return toDouble(nearest, rest + (restError + productError));
    }

    float toFloat(double value, double error) {
        float nearest = (float) value;
        if (Float.isInfinite(nearest)) {
            return Double.isInfinite(value) ? nearest : overflow(nearest);
        }
        double rest = value - nearest;
        return step(nearest, rest != 0 ? rest : error);
    }

    float toFloat(long value) {
        double nearest = value;
        boolean beyond = nearest == 0x1p63;
        return toFloat(nearest, beyond ? value - Long.MAX_VALUE - 1 : value - (long) nearest);
    }

    private float overflow(float infinity) {
        boolean outward = infinity > 0 ? this == UP : this == DOWN;
        return outward ? infinity : Math.copySign(Float.MAX_VALUE, infinity);
    }

    /** The neighbour of a float on the side of {@code rest} where this mode wants it. */
    private float step(float nearest, double rest) {
        if (rest > 0 && (this == UP || (this == ZERO && nearest < 0))) {
            return Math.nextUp(nearest);
        }
        return rest < 0 && (this == DOWN || (this == ZERO && nearest > 0)) ? Math.nextDown(nearest) : nearest;
    }

    private double toDouble(double nearest, double error) {
        if (error > 0 && (this == UP || (this == ZERO && nearest < 0))) {
            return Math.nextUp(nearest);
        }
        return error < 0 && (this == DOWN || (this == ZERO && nearest > 0)) ? Math.nextDown(nearest) : nearest;
    }

    private float zero(double a, double b) {
        boolean bothNegative = 1 / a < 0 && 1 / b < 0 && a == 0 && b == 0;
        boolean bothPositive = 1 / a > 0 && 1 / b > 0 && a == 0 && b == 0;
        return bothNegative || (this == DOWN && !bothPositive) ? -0f : 0f;
    }

    /** What {@code sum}, the nearest to a + b, lacks (Knuth's two-sum). */
    static double sumError(double a, double b, double sum) {
        double part = sum - a;
        return (a - (sum - part)) + (b - part);
    }
}
