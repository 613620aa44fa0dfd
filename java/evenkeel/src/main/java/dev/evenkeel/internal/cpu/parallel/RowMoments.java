package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.RowKernel;
import dev.evenkeel.internal.cpu.kernel.Sums;
import dev.evenkeel.internal.spi.RowNorm;

/** Mean and variance of a row that lies in cache, in two passes; or, of RMS normalization, 0 and the mean square. */
final class RowMoments {
    private RowMoments() {}

    static <A> Moments of(RowNorm norm, Arithmetic<A> arithmetic, A v, int cols) {
        if (norm == RowNorm.RMS) {
            return new Moments(0, 0, deviations(arithmetic, v, cols, 0).second() / cols);
        }
        RowKernel<A> kernel = arithmetic.row();
        double first = arithmetic.rows().get(v, 0);
        double sum = 0;
        for (int from = 0; from < cols; from += Blocks.LENGTH) {
            sum += kernel.sum(v, from, Blocks.end(from, cols), first);
        }
        double center = arithmetic.rows().round(first + sum / cols);
        Sums sums = deviations(arithmetic, v, cols, center);
        return Moments.of(center, sums.first(), sums.second(), cols);
    }

    private static <A> Sums deviations(Arithmetic<A> arithmetic, A v, int cols, double center) {
        Sums sums = Sums.NONE;
        for (int from = 0; from < cols; from += Blocks.LENGTH) {
            sums = sums.plus(arithmetic.row().deviations(v, from, Blocks.end(from, cols), center));
        }
        return sums;
    }
}
