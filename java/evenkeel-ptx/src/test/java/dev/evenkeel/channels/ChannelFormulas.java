package dev.evenkeel.channels;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Statistics of each channel of (outer, channels, inner), two-pass in double, and what they normalize to. */
record ChannelFormulas(long outer, long channels, long inner, double[] mean, double[] variance) {
    static ChannelFormulas of(double[] x, long outer, long channels, long inner) {
        double[] mean = new double[(int) channels];
        double[] variance = new double[(int) channels];
        ChannelFormulas made = new ChannelFormulas(outer, channels, inner, mean, variance);
        double n = outer * inner;
        for (int i = 0; i < x.length; i++) {
            mean[made.channel(i)] += x[i] / n;
        }
        double[] off = new double[(int) channels];
        for (int i = 0; i < x.length; i++) {
            off[made.channel(i)] += (x[i] - mean[made.channel(i)]) / n;
        }
        Arrays.setAll(mean, c -> mean[c] + off[c]);
        for (int i = 0; i < x.length; i++) {
            double d = x[i] - mean[made.channel(i)];
            variance[made.channel(i)] += d * d / n;
        }
        return made;
    }

    /** The channel of an element. */
    int channel(int i) {
        return (int) (i / inner % channels);
    }

    double[] rstd(double eps) {
        double[] rstd = new double[variance.length];
        for (int c = 0; c < rstd.length; c++) {
            rstd[c] = 1 / Math.sqrt(variance[c] + eps);
        }
        return rstd;
    }

    /** act((x − mean)·rstd·weight + bias + residual). */
    double[] normalized(
            double[] x,
            double eps,
            double @Nullable [] weight,
            double @Nullable [] bias,
            double @Nullable [] residual,
            boolean relu) {
        double[] y = new double[x.length];
        double[] rstd = rstd(eps);
        for (int i = 0; i < y.length; i++) {
            int c = channel(i);
            y[i] = (x[i] - mean[c]) * rstd[c] * (weight == null ? 1 : weight[c])
                    + (bias == null ? 0 : bias[c])
                    + (residual == null ? 0 : residual[i]);
            y[i] = relu ? Math.max(0, y[i]) : y[i];
        }
        return y;
    }
}
