package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.RowBlock;
import dev.evenkeel.internal.cpu.kernel.RowNormKernel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import java.util.Arrays;

/**
 * What rows are normalized by, from sums over one pass. The shift comes from a row's first elements; where that turns out to be
 * too far from the mean for the variance to come out of the sums, the row is summed again around its mean, and where
 * even that fails, because squares have left the type's range or the row has a NaN, in double.
 */
final class RowMoments<A> {
    /** (mean − shift)² may be this many times the variance, at a cost of a bit or two of it. */
    private static final double FAR = 4;

    /** Variances below this are sums of squares that a float may have lost. */
    private static final double TINY = 1e-30;

    private final Rows<A> rows;
    private final RowNormKernel<A> kernel;
    private final boolean centered;
    private final int cols;
    private final double each;
    private final double eps;
    private final RowBlock<A> single;

    RowMoments(Arithmetic<A> arithmetic, RowGeometry geometry) {
        this.rows = arithmetic.rows();
        this.kernel = arithmetic.rowNorm();
        this.centered = geometry.norm() == RowNorm.LAYER;
        this.cols = (int) geometry.cols();
        this.each = 1.0 / cols;
        this.eps = geometry.eps();
        this.single = new RowBlock<>(rows);
    }

    /** Prepares a block for its sums. */
    void begin(RowBlock<A> block) {
        block.shiftByFirst(centered);
        Arrays.fill(block.shift(), 0);
    }

    /** From the sums of a block: scales and offsets that make x̂, and the means, in place of the first sums. */
    void finish(RowBlock<A> block) {
        for (int t = 0; t < block.count(); t++) {
            double rest = centered ? block.first()[t] * each : 0;
            double variance = block.second()[t] * each - rest * rest;
            if (rest * rest <= FAR * variance && variance + eps >= TINY && variance < Double.MAX_VALUE) {
                put(block, t, rest, variance);
            } else {
                again(block, t, rest);
            }
        }
    }

    /** Elements are to be shifted by the mean itself: what is then left to take off them is too small to cost a bit. */
    private void put(RowBlock<A> block, int t, double rest, double variance) {
        double rstd = 1 / Math.sqrt(variance + eps);
        double shift = block.shift()[t];
        double mean = shift + rest;
        double near = rows.round(mean);
        block.shift()[t] = near;
        block.scale()[t] = rstd;
        block.offset()[t] = -(shift - near + rest) * rstd;
        block.first()[t] = mean;
    }

    private void again(RowBlock<A> block, int t, double rest) {
        single.set(block.values(), block.at() + t * cols, 1);
        single.shift()[0] = rows.round(block.shift()[t] + rest);
        kernel.sums(single, cols);
        block.shift()[t] = single.shift()[0];
        double left = centered ? single.first()[0] * each : 0;
        double variance = single.second()[0] * each - left * left;
        if (left * left <= FAR * variance && variance + eps >= TINY && variance < Double.MAX_VALUE) {
            put(block, t, left, variance);
        } else {
            inDouble(block, t);
        }
    }

    private void inDouble(RowBlock<A> block, int t) {
        A values = block.values();
        int at = block.at() + t * cols;
        double mean = 0;
        for (int j = 0; centered && j < cols; j++) {
            mean += (rows.get(values, at + j) - mean) / (j + 1);
        }
        double shift = rows.round(mean);
        double first = 0;
        double second = 0;
        for (int j = 0; j < cols; j++) {
            double d = rows.get(values, at + j) - shift;
            first += d;
            second += d * d;
        }
        double rest = centered ? first * each : 0;
        block.shift()[t] = shift;
        put(block, t, rest, Math.max(0, second * each - rest * rest));
    }
}
