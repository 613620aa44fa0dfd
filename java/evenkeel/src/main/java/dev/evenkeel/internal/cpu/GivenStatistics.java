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

    double xhat(double x) {
        return mean.deviation(x) * rstd;
    }
}
