package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.cpu.parallel.Running;
import dev.evenkeel.internal.spi.BatchNormMergeOp;
import dev.evenkeel.internal.spi.HeapBuffer;

/**
 * The replicas' statistics come together, channel by channel, in double. Means are taken as differences from the first
 * replica's, so that a large common offset costs no digits.
 *
 * @see <a href="https://doi.org/10.2307/2683386">Chan, Golub, LeVeque: Algorithms for Computing the Sample Variance</a>
 */
final class ReplicaMerge {
    private ReplicaMerge() {}

    static void run(BatchNormMergeOp op) {
        HeapBuffer mean = (HeapBuffer) op.mean();
        for (int c = 0; c < op.channels(); c++) {
            Mean first = replica(op, 0, c);
            double count = 0;
            double offset = 0;
            double m2 = 0;
            for (int r = 0; r < op.counts().size(); r++) {
                double more = op.counts().get(r);
                Mean its = replica(op, r, c);
                double delta = (its.near() - first.near()) + (its.rest() - first.rest()) - offset;
                m2 += ((HeapBuffer) op.m2s()).get(at(op, r, c)) + delta * delta * (count * more / (count + more));
                offset += delta * (more / (count + more));
                count += more;
            }
            double rest = first.rest() + offset;
            mean.set(c, first.near() + rest);
            ((HeapBuffer) op.meanRest()).set(c, (first.near() - mean.get(c)) + rest);
            ((HeapBuffer) op.rstd()).set(c, 1 / Math.sqrt(m2 / count + op.eps()));
            Running.move(op.running(), c, first.near() + rest, m2 / count);
        }
    }

    private static Mean replica(BatchNormMergeOp op, int replica, int channel) {
        return Mean.given(op.means(), op.meanRests(), at(op, replica, channel));
    }

    private static int at(BatchNormMergeOp op, int replica, int channel) {
        return replica * (int) op.channels() + channel;
    }
}
