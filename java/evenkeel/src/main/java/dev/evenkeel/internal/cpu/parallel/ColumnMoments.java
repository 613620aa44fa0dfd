package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.ColumnKernel;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;

/**
 * Mean and variance of each channel of a (rows, channels) matrix: two passes over every chunk while it is in cache, then
 * the chunks' moments merged in order. Means are kept as differences from the first row, so that a large common offset
 * costs no digits.
 *
 * @see <a href="https://doi.org/10.2307/2683386">Chan, Golub, LeVeque: Algorithms for Computing the Sample Variance</a>
 */
final class ColumnMoments<A> {
    private static final long MOST_TOTALS = 1 << 22;

    private final HeapBuffer x;
    private final Arithmetic<A> arithmetic;
    private final ColumnKernel<A> kernel;
    private final WideRows<A> wide;
    private final Split split;
    private final double[] shifts;
    private final A shift;
    private final double[][] means;
    private final double[][] squares;

    ColumnMoments(Arithmetic<A> arithmetic, ChannelGeometry geometry, HeapBuffer x) {
        this.x = x;
        this.arithmetic = arithmetic;
        this.kernel = arithmetic.columns();
        this.wide = WideRows.of(arithmetic.rows(), geometry);
        this.split = Split.of(wide.number(), wide.width(), MOST_TOTALS / wide.channels());
        this.shifts = new double[wide.channels()];
        for (int c = 0; c < shifts.length; c++) {
            shifts[c] = x.get(c);
        }
        this.shift = wide.spread(shifts);
        this.means = new double[split.chunks()][];
        this.squares = new double[split.chunks()][];
    }

    Moments[] run(ParallelChunks threads) {
        threads.run(split, wide.width(), this::chunk);
        Moments[] moments = new Moments[wide.channels()];
        for (int c = 0; c < moments.length; c++) {
            moments[c] = merged(c);
        }
        return moments;
    }

    private void chunk(int chunk, int first, int end) {
        A v = arithmetic.rows().allocate(wide.width());
        double pixels = wide.pixels(first, end);
        double[] sum = new double[wide.width()];
        for (int row = first; row < end; row++) {
            wide.load(x, row, v);
            kernel.sumDeviations(sum, v, shift, wide.length(row));
        }
        double[] centers = wide.fold(sum);
        for (int c = 0; c < centers.length; c++) {
            centers[c] = arithmetic.rows().round(shifts[c] + centers[c] / pixels);
        }
        A center = wide.spread(centers);
        double[] deviations = new double[wide.width()];
        double[] squared = new double[wide.width()];
        for (int row = first; row < end; row++) {
            wide.load(x, row, v);
            kernel.sumSquares(deviations, squared, v, center, wide.length(row));
        }
        put(chunk, pixels, centers, wide.fold(deviations), wide.fold(squared));
    }

    private void put(int chunk, double pixels, double[] centers, double[] deviations, double[] squared) {
        for (int c = 0; c < centers.length; c++) {
            squared[c] -= deviations[c] * (deviations[c] / pixels);
            centers[c] = (centers[c] - shifts[c]) + deviations[c] / pixels;
        }
        means[chunk] = centers;
        squares[chunk] = squared;
    }

    private Moments merged(int channel) {
        double count = 0;
        double mean = 0;
        double sum = 0;
        for (int chunk = 0; chunk < split.chunks(); chunk++) {
            double more = wide.pixels(split.first(chunk), split.end(chunk));
            double delta = means[chunk][channel] - mean;
            sum += squares[chunk][channel] + delta * delta * (count * more / (count + more));
            mean += delta * (more / (count + more));
            count += more;
        }
        double center = arithmetic.rows().round(shifts[channel] + mean);
        return new Moments(center, (shifts[channel] - center) + mean, Math.max(0, sum / count));
    }
}
