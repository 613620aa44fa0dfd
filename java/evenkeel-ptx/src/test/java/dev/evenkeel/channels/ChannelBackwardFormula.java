package dev.evenkeel.channels;

import org.jspecify.annotations.Nullable;

/**
 * The gradients of batch, group and instance norm in double, as their formulas read, over a tensor
 * (samples, outer, channels, inner) whose statistics are those of {@code groupChannels} neighbouring channels of a
 * sample.
 *
 * @param constant whether the statistics are constants
 */
record ChannelBackwardFormula(
        int samples,
        int outer,
        int channels,
        int inner,
        int groupChannels,
        double eps,
        boolean relu,
        boolean constant) {

    /** What goes in, each element as its type holds it. */
    record Inputs(
            double[] dy,
            double[] x,
            double @Nullable [] residual,
            double @Nullable [] weight,
            double @Nullable [] bias,
            double @Nullable [] mean,
            double @Nullable [] rstd) {}

    /** What comes out. sumDy and sumDyXhat are per channel, over all samples. */
    record Gradients(double[] dx, double[] g, double[] dweight, double[] dbias) {}

    int groups() {
        return channels / groupChannels;
    }

    int perGroup() {
        return outer * groupChannels * inner;
    }

    int count() {
        return samples * outer * channels * inner;
    }

    /** Element {@code i} of a group. */
    private int at(int sample, int group, int i) {
        int within = i % inner;
        int channel = group * groupChannels + i / inner % groupChannels;
        int row = i / inner / groupChannels;
        return ((sample * outer + row) * channels + channel) * inner + within;
    }

    int channelOf(int element) {
        return element / inner % channels;
    }

    Gradients of(Inputs in) {
        Gradients out =
                new Gradients(new double[count()], new double[count()], new double[channels], new double[channels]);
        for (int sample = 0; sample < samples; sample++) {
            for (int group = 0; group < groups(); group++) {
                group(in, out, sample, group);
            }
        }
        return out;
    }

    private void group(Inputs in, Gradients out, int sample, int group) {
        int n = perGroup();
        double mean = mean(in, sample, group);
        double rstd = rstd(in, sample, group);
        double sum = 0;
        double sumXhat = 0;
        for (int i = 0; i < n; i++) {
            int at = at(sample, group, i);
            int c = channelOf(at);
            double xhat = (in.x[at] - mean) * rstd;
            double pre = xhat * or(in.weight, c, 1) + or(in.bias, c, 0) + or(in.residual, at, 0);
            out.g[at] = relu && pre <= 0 ? 0 : in.dy[at];
            out.dbias[c] += out.g[at];
            out.dweight[c] += out.g[at] * xhat;
            sum += or(in.weight, c, 1) * out.g[at];
            sumXhat += or(in.weight, c, 1) * out.g[at] * xhat;
        }
        for (int i = 0; i < n; i++) {
            int at = at(sample, group, i);
            double xhat = (in.x[at] - mean) * rstd;
            double g = or(in.weight, channelOf(at), 1) * out.g[at];
            out.dx[at] = rstd * (constant ? g : g - sum / n - xhat * sumXhat / n);
        }
    }

    private double mean(Inputs in, int sample, int group) {
        if (in.mean != null) {
            return in.mean[sample * groups() + group];
        }
        return ownMean(in, sample, group);
    }

    private double ownMean(Inputs in, int sample, int group) {
        double first = in.x[at(sample, group, 0)];
        double sum = 0;
        for (int i = 0; i < perGroup(); i++) {
            sum += in.x[at(sample, group, i)] - first;
        }
        return first + sum / perGroup();
    }

    private double rstd(Inputs in, int sample, int group) {
        if (in.rstd != null) {
            return in.rstd[sample * groups() + group];
        }
        double mean = ownMean(in, sample, group);
        double squares = 0;
        for (int i = 0; i < perGroup(); i++) {
            double deviation = in.x[at(sample, group, i)] - mean;
            squares += deviation * deviation;
        }
        return 1 / Math.sqrt(squares / perGroup() + eps);
    }

    private static double or(double @Nullable [] values, int i, double absent) {
        return values == null ? absent : values[i];
    }
}
