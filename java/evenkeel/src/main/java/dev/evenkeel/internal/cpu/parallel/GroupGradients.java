package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;

/**
 * Σ dy and Σ dy·x̂ of every channel of a sample: weighted and added up over a group's channels they make dx, over
 * samples they are dbias and dweight, as totals for each chunk of groups.
 */
final class GroupGradients {
    private static final long MOST_CHUNKS = 32;
    private static final long MOST_TOTALS = 1 << 22;

    private final GroupNormBackwardOp op;
    private final Split split;
    private final int channels;
    private final ColumnTotals dweight;
    private final ColumnTotals dbias;

    /**
     * @param items groups, or blocks of them
     * @param elementsEach elements of one of these
     */
    GroupGradients(GroupNormBackwardOp op, long items, long elementsEach) {
        this.op = op;
        this.channels = (int) op.geometry().channels();
        this.split = Split.of(items, elementsEach, Math.min(MOST_CHUNKS, MOST_TOTALS / channels));
        this.dweight = new ColumnTotals(split.chunks());
        this.dbias = new ColumnTotals(split.chunks());
    }

    Split split() {
        return split;
    }

    /** Writes dweight and dbias. */
    void give() {
        ColumnTotals.give(dweight.combined(), op.dweight(), op.accumulate());
        ColumnTotals.give(dbias.combined(), op.dbias(), op.accumulate());
    }

    /** What one chunk's groups come to. */
    final class Chunk {
        private final double[] dy = new double[channels];
        private final double[] dyXhat = new double[channels];
        private double g;
        private double gx;

        /** Adds the sums of one channel of the group that is being looked at. */
        void add(int channel, double sumDy, double sumDyXhat) {
            double weight = op.weight() == null ? 1 : ((HeapBuffer) op.weight()).get(channel);
            dy[channel] += sumDy;
            dyXhat[channel] += sumDyXhat;
            g += weight * sumDy;
            gx += weight * sumDyXhat;
        }

        /** ⟨g⟩ of the group, all of whose channels are there. */
        double meanG() {
            return g / op.geometry().perGroup();
        }

        /** ⟨g·x̂⟩ of it. */
        double meanGx() {
            return gx / op.geometry().perGroup();
        }

        /** The next sums are those of another group. */
        void next() {
            g = 0;
            gx = 0;
        }

        /** All groups of the chunk are there. */
        void end(int chunk) {
            dweight.put(chunk, dyXhat);
            dbias.put(chunk, dy);
        }
    }
}
