package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Sums;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;

/**
 * Σ dy and Σ dy·x̂ of every channel of every sample: weighted and added up over a group's channels they make dx, over
 * samples they are dbias and dweight.
 */
final class GroupGradients {
    private final GroupNormBackwardOp op;
    private final int channels;
    private final int groupChannels;
    private final double[] dy;
    private final double[] dyXhat;

    GroupGradients(GroupNormBackwardOp op) {
        this.op = op;
        this.channels = (int) op.geometry().channels();
        this.groupChannels = (int) op.geometry().groupChannels();
        this.dy = new double[(int) op.geometry().samples() * channels];
        this.dyXhat = new double[dy.length];
    }

    /** Takes the sums of one channel of one sample. */
    void put(int sampleChannel, double sumDy, double sumDyXhat) {
        dy[sampleChannel] = sumDy;
        dyXhat[sampleChannel] = sumDyXhat;
    }

    /** ⟨g⟩ and ⟨g·x̂⟩ of a group whose channels' sums are all there. */
    Sums means(int group) {
        double g = 0;
        double gx = 0;
        for (int i = group * groupChannels; i < (group + 1) * groupChannels; i++) {
            double weight = op.weight() == null ? 1 : ((HeapBuffer) op.weight()).get(i % channels);
            g += weight * dy[i];
            gx += weight * dyXhat[i];
        }
        double n = op.geometry().perGroup();
        return new Sums(g / n, gx / n);
    }

    /** Writes dweight and dbias. */
    void give() {
        ColumnTotals.give(overSamples(dyXhat), op.dweight(), op.accumulate());
        ColumnTotals.give(overSamples(dy), op.dbias(), op.accumulate());
    }

    private double[] overSamples(double[] sums) {
        double[] totals = new double[channels];
        for (int i = 0; i < sums.length; i++) {
            totals[i % channels] += sums[i];
        }
        return totals;
    }
}
