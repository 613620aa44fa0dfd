package dev.evenkeel.internal.cpu.kernel;

/** Row norms in double. Sums keep four totals, which a processor adds side by side, and start anew after a while. */
public final class DoubleRowNorm implements RowNormKernel<double[]> {
    /** Columns after which totals start anew. */
    private static final int PART = 2048;

    @Override
    public void sums(RowBlock<double[]> block, int cols) {
        for (int t = 0; t < block.count(); t++) {
            block.first()[t] = 0;
            block.second()[t] = 0;
            int at = block.at() + t * cols;
            if (block.shiftedByFirst()) {
                block.shift()[t] = cols < 4 ? block.values()[at] : center(block.values(), at);
            }
            for (int from = 0; from < cols; from += PART) {
                sums(block, t, at + from, at + Math.min(PART, cols - from) + from);
            }
        }
    }

    /** The mean of the first four elements of a row, which is near the mean of all. */
    public static double center(double[] v, int at) {
        return ((v[at] + v[at + 1]) + (v[at + 2] + v[at + 3])) * 0.25;
    }

    /** Adds the elements from … to of a block's array to the sums of row {@code t}. */
    public static void sums(RowBlock<double[]> block, int t, int from, int to) {
        double[] v = block.values();
        double shift = block.shift()[t];
        double first0 = 0;
        double first1 = 0;
        double first2 = 0;
        double first3 = 0;
        double second0 = 0;
        double second1 = 0;
        double second2 = 0;
        double second3 = 0;
        int i = from;
        for (; i < to - 3; i += 4) {
            double d0 = v[i] - shift;
            double d1 = v[i + 1] - shift;
            double d2 = v[i + 2] - shift;
            double d3 = v[i + 3] - shift;
            first0 += d0;
            first1 += d1;
            first2 += d2;
            first3 += d3;
            second0 += d0 * d0;
            second1 += d1 * d1;
            second2 += d2 * d2;
            second3 += d3 * d3;
        }
        for (; i < to; i++) {
            double d = v[i] - shift;
            first0 += d;
            second0 += d * d;
        }
        block.first()[t] += (first0 + first1) + (first2 + first3);
        block.second()[t] += (second0 + second1) + (second2 + second3);
    }

    @Override
    public void normalize(RowBlock<double[]> block, double[] y, int to, double[] weight, double[] bias, int cols) {
        for (int t = 0; t < block.count(); t++) {
            normalize(block, t, y, to, weight, bias, cols, 0);
        }
    }

    /** Row {@code t} from column {@code from} on. */
    public static void normalize(
            RowBlock<double[]> block, int t, double[] y, int to, double[] weight, double[] bias, int cols, int from) {
        double[] v = block.values();
        int at = block.at() + t * cols;
        int out = to + t * cols;
        double shift = block.shift()[t];
        double scale = block.scale()[t];
        double offset = block.offset()[t];
        for (int j = from; j < cols; j++) {
            y[out + j] = ((v[at + j] - shift) * scale + offset) * weight[j] + bias[j];
        }
    }

    @Override
    public void gradientSums(RowBlock<double[]> block, double[] weight, double[] dweight, double[] dbias, int cols) {
        for (int t = 0; t < block.count(); t++) {
            block.first()[t] = 0;
            block.second()[t] = 0;
            for (int from = 0; from < cols; from += PART) {
                gradientSums(block, t, weight, dweight, dbias, cols, from, Math.min(PART, cols - from) + from);
            }
        }
    }

    /** Adds columns from … to of row {@code t} to its sums, and to those of the columns. */
    public static void gradientSums(
            RowBlock<double[]> block,
            int t,
            double[] weight,
            double[] dweight,
            double[] dbias,
            int cols,
            int from,
            int to) {
        double[] v = block.values();
        double[] dy = block.gradients();
        int at = block.at() + t * cols;
        int gradientsAt = block.gradientsAt() + t * cols;
        double shift = block.shift()[t];
        double scale = block.scale()[t];
        double offset = block.offset()[t];
        double first0 = 0;
        double first1 = 0;
        double second0 = 0;
        double second1 = 0;
        int j = from;
        for (; j < to - 1; j += 2) {
            double d0 = dy[gradientsAt + j];
            double d1 = dy[gradientsAt + j + 1];
            double h0 = (v[at + j] - shift) * scale + offset;
            double h1 = (v[at + j + 1] - shift) * scale + offset;
            dweight[j] += d0 * h0;
            dweight[j + 1] += d1 * h1;
            dbias[j] += d0;
            dbias[j + 1] += d1;
            double g0 = d0 * weight[j];
            double g1 = d1 * weight[j + 1];
            first0 += g0;
            first1 += g1;
            second0 += g0 * h0;
            second1 += g1 * h1;
        }
        if (j < to) {
            double d = dy[gradientsAt + j];
            double h = (v[at + j] - shift) * scale + offset;
            dweight[j] += d * h;
            dbias[j] += d;
            first0 += d * weight[j];
            second0 += d * weight[j] * h;
        }
        block.first()[t] += first0 + first1;
        block.second()[t] += second0 + second1;
    }

    @Override
    public void project(RowBlock<double[]> block, double[] dx, int to, double[] weight, int cols) {
        for (int t = 0; t < block.count(); t++) {
            project(block, t, dx, to, weight, cols, 0);
        }
    }

    /** Row {@code t} from column {@code from} on. */
    public static void project(
            RowBlock<double[]> block, int t, double[] dx, int to, double[] weight, int cols, int from) {
        double[] v = block.values();
        double[] dy = block.gradients();
        int at = block.at() + t * cols;
        int gradientsAt = block.gradientsAt() + t * cols;
        int out = to + t * cols;
        double shift = block.shift()[t];
        double scale = block.scale()[t];
        double offset = block.offset()[t];
        double first = (-block.first()[t] * block.scale()[t]);
        double second = (-block.second()[t] * block.scale()[t]);
        for (int j = from; j < cols; j++) {
            double h = (v[at + j] - shift) * scale + offset;
            dx[out + j] = h * second + (dy[gradientsAt + j] * weight[j] * scale + first);
        }
    }

    @Override
    public void flush(double[] part, double[] totals, int at, int n, boolean add) {
        for (int j = 0; j < n; j++) {
            totals[at + j] = add ? totals[at + j] + part[j] : part[j];
            part[j] = 0;
        }
    }
}
