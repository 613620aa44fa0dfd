package dev.evenkeel.internal.cpu.kernel;

/**
 * Row norms in float. Sums keep four totals, which a processor adds side by side, and go to double before they get
 * long.
 */
public final class FloatRowNorm implements RowNormKernel<float[]> {
    /** Columns after which totals go to double. */
    private static final int PART = 64;

    @Override
    public void sums(RowBlock<float[]> block, int cols) {
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
    public static float center(float[] v, int at) {
        return ((v[at] + v[at + 1]) + (v[at + 2] + v[at + 3])) * 0.25f;
    }

    /** Adds the elements from … to of a block's array to the sums of row {@code t}. */
    public static void sums(RowBlock<float[]> block, int t, int from, int to) {
        float[] v = block.values();
        float shift = (float) block.shift()[t];
        float first0 = 0;
        float first1 = 0;
        float first2 = 0;
        float first3 = 0;
        float second0 = 0;
        float second1 = 0;
        float second2 = 0;
        float second3 = 0;
        int i = from;
        for (; i < to - 3; i += 4) {
            float d0 = v[i] - shift;
            float d1 = v[i + 1] - shift;
            float d2 = v[i + 2] - shift;
            float d3 = v[i + 3] - shift;
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
            float d = v[i] - shift;
            first0 += d;
            second0 += d * d;
        }
        block.first()[t] += ((double) first0 + first1) + ((double) first2 + first3);
        block.second()[t] += ((double) second0 + second1) + ((double) second2 + second3);
    }

    @Override
    public void normalize(RowBlock<float[]> block, float[] y, int to, float[] weight, float[] bias, int cols) {
        for (int t = 0; t < block.count(); t++) {
            normalize(block, t, y, to, weight, bias, cols, 0);
        }
    }

    /** Row {@code t} from column {@code from} on. */
    public static void normalize(
            RowBlock<float[]> block, int t, float[] y, int to, float[] weight, float[] bias, int cols, int from) {
        float[] v = block.values();
        int at = block.at() + t * cols;
        int out = to + t * cols;
        float shift = (float) block.shift()[t];
        float scale = (float) block.scale()[t];
        float offset = (float) block.offset()[t];
        for (int j = from; j < cols; j++) {
            y[out + j] = ((v[at + j] - shift) * scale + offset) * weight[j] + bias[j];
        }
    }

    @Override
    public void gradientSums(RowBlock<float[]> block, float[] weight, float[] dweight, float[] dbias, int cols) {
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
            RowBlock<float[]> block,
            int t,
            float[] weight,
            float[] dweight,
            float[] dbias,
            int cols,
            int from,
            int to) {
        float[] v = block.values();
        float[] dy = block.gradients();
        int at = block.at() + t * cols;
        int gradientsAt = block.gradientsAt() + t * cols;
        float shift = (float) block.shift()[t];
        float scale = (float) block.scale()[t];
        float offset = (float) block.offset()[t];
        float first0 = 0;
        float first1 = 0;
        float second0 = 0;
        float second1 = 0;
        int j = from;
        for (; j < to - 1; j += 2) {
            float d0 = dy[gradientsAt + j];
            float d1 = dy[gradientsAt + j + 1];
            float h0 = (v[at + j] - shift) * scale + offset;
            float h1 = (v[at + j + 1] - shift) * scale + offset;
            dweight[j] += d0 * h0;
            dweight[j + 1] += d1 * h1;
            dbias[j] += d0;
            dbias[j + 1] += d1;
            float g0 = d0 * weight[j];
            float g1 = d1 * weight[j + 1];
            first0 += g0;
            first1 += g1;
            second0 += g0 * h0;
            second1 += g1 * h1;
        }
        if (j < to) {
            float d = dy[gradientsAt + j];
            float h = (v[at + j] - shift) * scale + offset;
            dweight[j] += d * h;
            dbias[j] += d;
            first0 += d * weight[j];
            second0 += d * weight[j] * h;
        }
        block.first()[t] += (double) first0 + first1;
        block.second()[t] += (double) second0 + second1;
    }

    @Override
    public void project(RowBlock<float[]> block, float[] dx, int to, float[] weight, int cols) {
        for (int t = 0; t < block.count(); t++) {
            project(block, t, dx, to, weight, cols, 0, cols);
        }
    }

    /** Columns from … end of row {@code t}. */
    public static void project(
            RowBlock<float[]> block, int t, float[] dx, int to, float[] weight, int cols, int from, int end) {
        float[] v = block.values();
        float[] dy = block.gradients();
        int at = block.at() + t * cols;
        int gradientsAt = block.gradientsAt() + t * cols;
        int out = to + t * cols;
        float shift = (float) block.shift()[t];
        float scale = (float) block.scale()[t];
        float offset = (float) block.offset()[t];
        float first = (float) (-block.first()[t] * block.scale()[t]);
        float second = (float) (-block.second()[t] * block.scale()[t]);
        for (int j = from; j < end; j++) {
            float h = (v[at + j] - shift) * scale + offset;
            dx[out + j] = h * second + (dy[gradientsAt + j] * weight[j] * scale + first);
        }
    }

    @Override
    public void flush(float[] part, double[] totals, int at, int n, boolean add) {
        for (int j = 0; j < n; j++) {
            totals[at + j] = add ? totals[at + j] + part[j] : part[j];
            part[j] = 0;
        }
    }
}
