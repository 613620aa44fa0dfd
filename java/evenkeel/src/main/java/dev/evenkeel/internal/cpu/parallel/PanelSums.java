package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.ColumnNormKernel;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import java.util.Arrays;

/**
 * Two sums for each column of one panel after the other: over a few panels in the arithmetic's own type, beyond that in
 * double. For one thread.
 */
final class PanelSums<A> {
    /** Panels whose sums are added up before they go into totals in double. */
    private static final int PANELS = ColumnNormKernel.RUN;

    private final Arithmetic<A> arithmetic;
    private final int width;
    private final A firstPart;
    private final A secondPart;
    private final double[] first;
    private final double[] second;
    private int panels;

    PanelSums(Arithmetic<A> arithmetic, int width, Scratch scratch) {
        this.arithmetic = arithmetic;
        this.width = width;
        this.firstPart = arithmetic.rows().take(scratch, width);
        this.secondPart = arithmetic.rows().take(scratch, width);
        this.first = scratch.doubles(width);
        this.second = scratch.doubles(width);
        arithmetic.rows().fill(firstPart, 0);
        arithmetic.rows().fill(secondPart, 0);
        clear();
    }

    /** What adds one panel's sums, column by column. */
    interface Loop<A> {
        /** Does it. */
        void add(A first, A second);
    }

    void add(Loop<A> loop) {
        loop.add(firstPart, secondPart);
        if (++panels == PANELS) {
            drain();
        }
    }

    /** First sums of all columns. */
    double[] first() {
        drain();
        return first;
    }

    /** Second sums of all columns. */
    double[] second() {
        drain();
        return second;
    }

    /** Begins anew. */
    void clear() {
        drain();
        Arrays.fill(first, 0, width, 0);
        Arrays.fill(second, 0, width, 0);
    }

    private void drain() {
        if (panels > 0) {
            arithmetic.columnNorm().drain(firstPart, first, width);
            arithmetic.columnNorm().drain(secondPart, second, width);
            panels = 0;
        }
    }
}
