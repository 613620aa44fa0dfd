package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.RowKernel;
import dev.evenkeel.internal.cpu.kernel.Sums;

/** Mean and variance of a row that lies in cache, in two passes. */
final class RowMoments {
    private RowMoments() {}

    static <A> Moments of(Arithmetic<A> arithmetic, A v, int cols) {
        RowKernel<A> kernel = arithmetic.row();
        double first = arithmetic.rows().get(v, 0);
        double sum = 0;
        for (int from = 0; from < cols; from += Blocks.LENGTH) {
            sum += kernel.sum(v, from, Blocks.end(from, cols), first);
        }
        double center = arithmetic.rows().round(first + sum / cols);
        Sums sums = Sums.NONE;
        for (int from = 0; from < cols; from += Blocks.LENGTH) {
            sums = sums.plus(kernel.deviations(v, from, Blocks.end(from, cols), center));
        }
        return Moments.of(center, sums.first(), sums.second(), cols);
    }
}
