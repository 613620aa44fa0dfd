package dev.evenkeel.internal.cpu.parallel;

/** What one channel's elements go through: (x − center)·scale + offset. */
record Normalizer(double center, double scale, double offset) {
    /** Leaves everything as it is. */
    static final Normalizer NONE = new Normalizer(0, 1, 0);

    /** Statistics, weight and bias in one; a constant channel gives the bias exactly. */
    static Normalizer of(Moments moments, double rstd, double weight, double bias) {
        double scale = rstd * weight;
        return new Normalizer(moments.center(), scale, bias - moments.rest() * scale);
    }

    /** What becomes of {@code x}. */
    double of(double x) {
        return (x - center) * scale + offset;
    }
}
