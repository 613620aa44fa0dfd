package dev.evenkeel.cli.compare.measure;

import dev.evenkeel.DType;

/**
 * How far a result may be from the float64 reference on the same rounded inputs. Two bounds hold for every output:
 *
 * <pre>
 * ‖error‖₂        ≤ relativeL2 · ‖scale‖₂
 * |error| at i    ≤ element · (|reference at i| + rms(scale))
 *
 * type of output   relativeL2   element      why
 * f64              1e-12        1e-11        float64 arithmetic, sums of up to 2^27 terms
 * f32              1e-6         1e-5         float32 arithmetic, compensated or pairwise sums
 * f16              2^-11        2^-10        one rounding of the result
 * bf16             2^-8         2^-7         one rounding of the result
 * </pre>
 *
 * Where the mean is 1000 standard deviations or more from zero, float32 statistics lose that much: 100 times as much is
 * allowed in f32 and f64, and at least the f32 figure in the 16-bit types. The scale is the reference itself, or more where
 * terms of an output may cancel: see {@link Scale}.
 *
 * @param relativeL2 bound of the norm of the error
 * @param element bound of the error of one element
 */
public record Tolerance(double relativeL2, double element) {
    private static final double FAR_FROM_ZERO = 1000;
    private static final double LOSS = 100;

    static Tolerance of(DType output, double meanOverStd) {
        double loss = meanOverStd >= FAR_FROM_ZERO ? LOSS : 1;
        return switch (output) {
            case F64 -> new Tolerance(1e-12 * loss, 1e-11 * loss);
            case F32 -> new Tolerance(1e-6 * loss, 1e-5 * loss);
            case F16, BF16 ->
                new Tolerance(
                        Math.max(output.unitRoundoff(), 1e-6 * loss), Math.max(2 * output.unitRoundoff(), 1e-5 * loss));
        };
    }
}
