package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Mean and rstd of one row or channel: what was given, else that of the data. */
record GivenStatistics(Mean mean, double rstd) {

    /** Those of row or channel {@code group}, whose values are {@code values} at 0 … n − 1. */
    static GivenStatistics of(
            @Nullable Buffer means, @Nullable Buffer rstds, int group, IntToDoubleFunction values, int n, double eps) {
        Mean mean = means == null ? Mean.of(values, n) : Mean.at(((HeapBuffer) means).get(group));
        if (rstds != null) {
            return new GivenStatistics(mean, ((HeapBuffer) rstds).get(group));
        }
        Mean own = means == null ? mean : Mean.of(values, n);
        return new GivenStatistics(mean, 1 / Math.sqrt(own.variance(values, n) + eps));
    }

    /** As {@link #of}, with a mean that nothing else is asked for. */
    static GivenStatistics around(
            Mean mean, @Nullable Buffer rstds, int group, IntToDoubleFunction values, int n, double eps) {
        return new GivenStatistics(
                mean, rstds != null ? ((HeapBuffer) rstds).get(group) : 1 / Math.sqrt(mean.variance(values, n) + eps));
    }

    /** Those of a channel of all replicas. */
    static GivenStatistics ofReplicas(Buffer means, @Nullable Buffer meanRests, Buffer rstds, int channel) {
        return new GivenStatistics(Mean.given(means, meanRests, channel), ((HeapBuffer) rstds).get(channel));
    }

    double xhat(double x) {
        return mean.deviation(x) * rstd;
    }
}
