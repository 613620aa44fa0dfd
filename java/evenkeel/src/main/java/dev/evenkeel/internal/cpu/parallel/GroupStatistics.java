package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a forward found out about groups; keeps it until all samples are there, if running statistics want it.
 */
final class GroupStatistics {
    private final GroupNormForwardOp op;
    private final double[] means;
    private final double[] variances;

    GroupStatistics(GroupNormForwardOp op) {
        this.op = op;
        long groups = op.geometry().samples() * op.geometry().groups();
        this.means = new double[op.running() == null ? 0 : (int) groups];
        this.variances = new double[means.length];
    }

    void give(int group, double mean, double variance) {
        set(op.mean(), group, mean);
        set(op.rstd(), group, 1 / Math.sqrt(variance + op.geometry().eps()));
        if (op.running() != null) {
            means[group] = mean;
            variances[group] = variance;
        }
    }

    void moveRunning() {
        int samples = (int) op.geometry().samples();
        int channels = (int) op.geometry().groups();
        for (int c = 0; c < channels && op.running() != null; c++) {
            double mean = 0;
            double variance = 0;
            for (int sample = 0; sample < samples; sample++) {
                mean += means[sample * channels + c];
                variance += variances[sample * channels + c];
            }
            Running.move(op.running(), c, mean / samples, variance / samples);
        }
    }

    private static void set(@Nullable Buffer output, int group, double value) {
        if (output != null) {
            ((HeapBuffer) output).set(group, value);
        }
    }
}
