package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Operand;
import dev.evenkeel.internal.cpu.kernel.PlaneKernel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.HeapBuffer;

/**
 * Mean and variance of channels, mostly in one pass: sums of x − c and (x − c)², where c is the mean of a few elements.
 * Where c turns out to be more than a standard deviation off, which would cost digits, the pass is repeated with what
 * it found; where squares did not fit the type, the channel is summed up in double.
 *
 * @see <a href="https://doi.org/10.2307/2683386">Chan, Golub, LeVeque: Algorithms for Computing the
 *     Sample Variance</a>
 */
final class PlaneMoments<A> {
    private static final int GUESSED_FROM = 16;
    private static final int REPEATS = 3;

    private final Rows<A> rows;
    private final PlaneKernel<A> kernel;
    private final Planes planes;
    private final HeapBuffer x;
    private final double eps;
    private final Operand<A> operand;
    private final PlaneSums<A> sums;
    private final A shift;
    private final double[] center;
    private final double[] rest;
    private final double[] variance;

    /** For up to {@code most} channels at a time; {@code eps} will be added to their variances. */
    PlaneMoments(Arithmetic<A> arithmetic, Planes planes, HeapBuffer x, double eps, Scratch scratch, int most) {
        this.rows = arithmetic.rows();
        this.kernel = arithmetic.planes();
        this.planes = planes;
        this.x = x;
        this.eps = eps;
        this.operand = Operand.of(rows, x, PlaneKernel.FOLDED, scratch);
        this.sums = new PlaneSums<>(arithmetic, planes, scratch, most);
        this.shift = rows.take(scratch, most);
        this.center = scratch.doubles(most);
        this.rest = scratch.doubles(most);
        this.variance = scratch.doubles(most);
    }

    /** Finds those of channels first … end − 1, which are then numbers 0 and on. */
    void find(int first, int end) {
        for (int c = first; c < end; c++) {
            rows.set(shift, c - first, guess(c));
        }
        sum(first, end, 0);
        for (int c = first; c < end; c++) {
            settle(c, c - first);
        }
    }

    /** A value of the arithmetic's type near the mean. */
    double center(int i) {
        return center[i];
    }

    /** mean − center. */
    double rest(int i) {
        return rest[i];
    }

    double mean(int i) {
        return center[i] + rest[i];
    }

    double variance(int i) {
        return variance[i];
    }

    double rstd(int i) {
        return 1 / Math.sqrt(variance[i] + eps);
    }

    /** The mean of some elements all over the channel's first plane; of a constant channel exactly its value. */
    private double guess(int channel) {
        int at = planes.at(0, channel);
        int count = Math.min(GUESSED_FROM, planes.perChannel() == 0 ? 0 : planes.inner());
        if (count == 0) {
            return Double.NaN;
        }
        double start = x.get(at);
        double off = 0;
        for (int i = 1; i < count; i++) {
            off += x.get(at + (int) ((long) i * planes.inner() / count)) - start;
        }
        return start + off / count;
    }

    private void sum(int first, int end, int into) {
        sums.run(first, end, into, (plane, count, at, n) -> {
            int from = operand.load(at, count * n);
            kernel.moments(operand.array(), from, n, into + plane, count, shift, sums.partials());
        });
    }

    private void settle(int channel, int i) {
        take(i);
        for (int again = 0; again < REPEATS && rest[i] * rest[i] > variance[i]; again++) {
            rows.set(shift, i, center[i] + rest[i]);
            if (rows.get(shift, i) == center[i]) {
                break;
            }
            sum(channel, channel + 1, i);
            take(i);
        }
        if (!(variance[i] + eps >= kernel.leastVariance() && variance[i] < Double.POSITIVE_INFINITY)) {
            Moments exact = ExactSums.moments(x, planes, channel);
            set(i, exact.center(), exact.rest(), exact.variance());
        }
        double near = rows.round(center[i] + rest[i]);
        set(i, near, (center[i] - near) + rest[i], Math.max(0, variance[i]));
    }

    private void take(int i) {
        double n = planes.perChannel();
        double off = sums.first(i) / n;
        set(i, rows.get(shift, i), off, sums.second(i) / n - off * off);
    }

    private void set(int i, double newCenter, double newRest, double newVariance) {
        center[i] = newCenter;
        rest[i] = newRest;
        variance[i] = newVariance;
    }
}
