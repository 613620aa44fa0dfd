package dev.evenkeel.bench.peers;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far one output is from the reference. NaN where the output holds one that the reference does not.
 *
 * @param relativeL2 ‖output − reference‖ / ‖reference‖; the numerator alone where the reference is all 0
 * @param maxAbs the largest difference of an element
 */
public record OutputError(double relativeL2, double maxAbs) {
    /** The errors of all outputs, by name. */
    static Map<String, OutputError> of(Map<String, float[]> outputs, Reference reference) {
        Map<String, OutputError> errors = new LinkedHashMap<>();
        outputs.forEach((name, values) -> {
            double[] right = reference.outputs().get(name);
            if (right == null) {
                throw new IllegalArgumentException("no such output here: " + name);
            }
            errors.put(name, of(values, right));
        });
        return errors;
    }

    static OutputError of(float[] values, double[] reference) {
        if (values.length != reference.length) {
            throw new IllegalArgumentException(values.length + " elements instead of " + reference.length);
        }
        double difference = 0;
        double norm = 0;
        double maxAbs = 0;
        for (int i = 0; i < values.length; i++) {
            double d = values[i] - reference[i];
            difference += d * d;
            norm += reference[i] * reference[i];
            maxAbs = Math.max(maxAbs, Math.abs(d));
        }
        return new OutputError(Math.sqrt(norm == 0 ? difference : difference / norm), maxAbs);
    }

    /** The largest relative error; NaN if one is. */
    static double worst(Collection<OutputError> errors) {
        double worst = 0;
        for (OutputError error : errors) {
            worst = Math.max(worst, error.relativeL2());
        }
        return worst;
    }
}
