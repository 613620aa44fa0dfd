package dev.evenkeel.cli.compare.measure;

import dev.evenkeel.Device;
import java.util.Comparator;
import java.util.List;

/**
 * What was found of one case on one device.
 *
 * @param what the case
 * @param device where it ran
 * @param errors of each output, in the order of the operation's outputs
 * @param medianMicros median time of one run
 * @param minimalBytes the fewest bytes that it could have moved
 * @param copyMicros median time of a copy that moves as many
 */
public record Row(
        Case what, Device device, List<OutputError> errors, double medianMicros, long minimalBytes, double copyMicros) {
    /** Case and device: {@code layer-norm 4096x1024 f32 on cpu}. */
    public String label() {
        return what.op().name() + " " + what.shapeText() + " " + what.dtype().label() + " on " + device;
    }

    /** Whether every output is within its tolerance. */
    public boolean passes() {
        return errors.stream().allMatch(OutputError::passes);
    }

    /** The output that uses up the most of its tolerance: the row's relative L2 error and tolerance are this one's. */
    public OutputError worst() {
        return errors.stream().max(Comparator.comparingDouble(OutputError::use)).orElseThrow();
    }

    /** Largest error of any element of any output. */
    public double maxAbs() {
        return errors.stream().mapToDouble(OutputError::maxAbs).max().orElse(0);
    }

    /** Largest error of any element of any output, in ulps of its reference. */
    public double worstUlp() {
        return errors.stream().mapToDouble(OutputError::worstUlp).max().orElse(0);
    }

    /** Minimal bytes over median time, 10⁹ bytes a second. */
    public double gigabytesPerSecond() {
        return minimalBytes / medianMicros * 1e-3;
    }

    /** Speed as a share of the copy's. */
    public double percentOfCopy() {
        return 100 * copyMicros / medianMicros;
    }

    /** What is wrong, in words; empty for a row that passes. */
    public List<String> complaints() {
        return errors.stream()
                .filter(error -> !error.passes())
                .map(OutputError::complaint)
                .toList();
    }
}
