package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.PlaneKernel;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import java.util.Arrays;

/** Two sums over each of some channels, sample by sample, in an order that depends on the shape alone. */
final class PlaneSums<A> {
    /** Samples whose planes are summed up before these sums are folded. */
    private static final int SAMPLES = 32;

    private final PlaneKernel<A> kernel;
    private final Planes planes;
    private final A partials;
    private final double[] totals;

    /** For up to {@code most} channels at a time. */
    PlaneSums(Arithmetic<A> arithmetic, Planes planes, Scratch scratch, int most) {
        this.kernel = arithmetic.planes();
        this.planes = planes;
        this.partials = arithmetic.rows().take(scratch, most * kernel.partials());
        this.totals = scratch.doubles(2 * most);
        arithmetic.rows().fill(partials, 0);
    }

    /** What sums are added to. */
    A partials() {
        return partials;
    }

    /** The first sum of the channel that is number {@code i}. */
    double first(int i) {
        return totals[2 * i];
    }

    /** The second sum of the channel that is number {@code i}. */
    double second(int i) {
        return totals[2 * i + 1];
    }

    /** Channels first … end − 1, to be numbers {@code into} and on; {@code add} adds those from {@code into} on. */
    void run(int first, int end, int into, Planes.Part add) {
        int count = end - first;
        Arrays.fill(totals, 2 * into, 2 * (into + count), 0);
        if (2 * planes.inner() > PlaneKernel.FOLDED) {
            foldingEach(first, end, into, add);
            return;
        }
        int together = Math.min(SAMPLES, PlaneKernel.FOLDED / Math.max(1, planes.inner()));
        for (int sample = 0; sample < planes.outer(); sample++) {
            planes.parts(sample, first, end, add);
            if (sample % together == together - 1 || sample == planes.outer() - 1) {
                kernel.fold(partials, into, count, totals);
            }
        }
    }

    private void foldingEach(int first, int end, int into, Planes.Part add) {
        Planes.Part folding = (plane, count, at, n) -> {
            add.run(plane, count, at, n);
            kernel.fold(partials, into + plane, count, totals);
        };
        for (int sample = 0; sample < planes.outer(); sample++) {
            planes.parts(sample, first, end, folding);
        }
    }
}
