package dev.evenkeel.cli.compare.measure;

import dev.evenkeel.tensor.Tensor;
import java.util.Map;

/**
 * What the error of an output is measured against: the norm of the reference, but not less than the norm of the terms
 * that it is the sum of, where these may cancel.
 *
 * <pre>
 * mean                 at least the standard deviations
 * running_mean         likewise, of as many as it has elements
 * dx                   at least its first term, rms(weight)·rms(rstd)·‖dy‖
 * dweight, dbias       at least ‖dy‖
 * </pre>
 */
final class Scale {
    private final int statistics;
    private final double std;
    private final double firstTerm;
    private final double dy;
    private final double meanOverStd;

    private Scale(int statistics, double std, double firstTerm, double dy, double meanOverStd) {
        this.statistics = statistics;
        this.std = std;
        this.firstTerm = firstTerm;
        this.dy = dy;
        this.meanOverStd = meanOverStd;
    }

    static Scale of(Map<String, Tensor> inputs, Map<String, double[]> statistics) {
        double[] mean = statistics.get("mean");
        double[] rstd = statistics.get("rstd");
        if (rstd == null) {
            throw new IllegalArgumentException("no statistics");
        }
        double variances = 0;
        double ratio = 0;
        for (int i = 0; i < rstd.length; i++) {
            variances += 1 / (rstd[i] * rstd[i]);
            ratio = mean == null ? 0 : Math.max(ratio, Math.abs(mean[i]) * rstd[i]);
        }
        double dy = norm(inputs, "dy");
        double gain = inputs.containsKey("weight") ? rms(inputs.get("weight").toDoubleArray()) : 1;
        return new Scale(rstd.length, Math.sqrt(variances), gain * rms(rstd) * dy, dy, ratio);
    }

    /** The norm to divide by. */
    double of(String output, double[] reference) {
        double atLeast = switch (output) {
            case "mean" -> std;
            case "running_mean" -> std * Math.sqrt((double) reference.length / statistics);
            case "dx" -> firstTerm;
            case "dweight", "dbias" -> dy;
            default -> 0;
        };
        return Math.max(norm(reference), atLeast);
    }

    /** The largest |mean| / std of any row or channel. */
    double meanOverStd() {
        return meanOverStd;
    }

    private static double norm(Map<String, Tensor> inputs, String name) {
        Tensor tensor = inputs.get(name);
        return tensor == null ? 0 : norm(tensor.toDoubleArray());
    }

    private static double norm(double[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    private static double rms(double[] values) {
        return norm(values) / Math.sqrt(Math.max(1, values.length));
    }
}
