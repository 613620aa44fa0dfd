package dev.evenkeel.cli.compare.measure;

import dev.evenkeel.DType;

/** Adds up the errors of one output. */
final class ErrorMeasure {
    private final DType type;
    private final double rms;
    private final double ulpsPerUnit;
    private final int minExponent;

    private double maxAbs;
    private double squares;
    private double worstUlp;
    private double worstElement;
    private long notFinite;

    private ErrorMeasure(DType type, double rms) {
        this.type = type;
        this.rms = rms;
        this.ulpsPerUnit = Math.scalb(1.0, type.precision());
        this.minExponent = switch (type) {
            case F64 -> Double.MIN_EXPONENT;
            case F32, BF16 -> Float.MIN_EXPONENT;
            case F16 -> -14;
        };
    }

    /**
     * Compares.
     *
     * @param type type that the output was computed in
     * @param scale norm that the error is measured against
     */
    static OutputError of(
            String output, DType type, double[] got, double[] reference, double scale, double meanOverStd) {
        ErrorMeasure measure = new ErrorMeasure(type, scale / Math.sqrt(Math.max(1, reference.length)));
        for (int i = 0; i < reference.length; i++) {
            measure.add(got[i], reference[i]);
        }
        double norm = Math.sqrt(measure.squares);
        return new OutputError(
                output,
                measure.maxAbs,
                norm == 0 ? 0 : norm / scale,
                measure.worstUlp,
                measure.worstElement,
                measure.notFinite,
                Tolerance.of(type, meanOverStd));
    }

    private void add(double got, double reference) {
        double error = Math.abs(got - reference);
        if (!(error < Double.POSITIVE_INFINITY)) {
            notFinite++;
            return;
        }
        if (error == 0) {
            return;
        }
        squares += error * error;
        maxAbs = Math.max(maxAbs, error);
        double size = Math.abs(reference);
        worstElement = Math.max(worstElement, beyondSubnormal(error) / (size + rms));
        // an ulp is more than size / 2^precision, so most elements need no look at the exponent
        if (error * ulpsPerUnit > worstUlp * size) {
            int exponent = Math.max(minExponent, Math.getExponent(reference));
            worstUlp = Math.max(worstUlp, Math.scalb(error, type.precision() - 1 - exponent));
        }
    }

    /** The part of an error that rounding to the smallest subnormal number does not explain. */
    private double beyondSubnormal(double error) {
        return Math.max(0, error - Math.scalb(1.0, minExponent - type.precision()));
    }
}
