package dev.evenkeel.bench;

import dev.evenkeel.DType;
import dev.evenkeel.tensor.Tensor;
import java.util.Locale;
import java.util.Objects;

/** Whether a result is the reference's, by ‖result − reference‖ / ‖reference‖ over each whole tensor. */
public final class Agreement {
    private Agreement() {}

    /**
     * Compares every output of {@code call} with that of {@code reference}.
     *
     * @throws IllegalStateException if one is off by more than {@link #tolerance}, or holds NaN that has not been
     *     overwritten; names it with both numbers
     */
    public static void require(String what, Call call, Call reference) {
        call.outputs().forEach((name, tensor) -> {
            double error = relativeError(
                    tensor, Objects.requireNonNull(reference.outputs().get(name)));
            double tolerance = tolerance(tensor.dtype());
            if (!(error <= tolerance)) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "%s: %s is wrong: relative error %.3g, tolerance %.3g",
                        what,
                        name,
                        error,
                        tolerance));
            }
        });
    }

    /** Largest relative error allowed in an output: twice that of storing it, or what float32 sums over rows cost. */
    static double tolerance(DType dtype) {
        return dtype == DType.F64 ? 1e-12 : Math.max(1e-5, 2 * dtype.unitRoundoff());
    }

    private static double relativeError(Tensor result, Tensor reference) {
        double[] is = result.toDoubleArray();
        double[] should = reference.toDoubleArray();
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < is.length; i++) {
            double d = is[i] - should[i];
            difference += d * d;
            norm += should[i] * should[i];
        }
        return Math.sqrt(difference / norm);
    }
}
