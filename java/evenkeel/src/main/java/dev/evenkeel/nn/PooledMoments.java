package dev.evenkeel.nn;

import dev.evenkeel.norms.BatchNormStatistics;
import dev.evenkeel.norms.RunningVariance;
import java.util.Arrays;

/** Count, mean and sum of squared deviations of each channel over several batches, by Chan, Golub and LeVeque's rule. */
final class PooledMoments {
    private long count;
    private double[] mean = {};
    private double[] m2 = {};

    void add(BatchNormStatistics batch) {
        double[] batchMean = batch.mean().toDoubleArray();
        double[] rest = batch.meanRest().toDoubleArray();
        double[] batchM2 = batch.m2().toDoubleArray();
        if (count == 0) {
            mean = new double[batchMean.length];
            m2 = new double[batchMean.length];
        }
        double total = count + batch.count();
        for (int c = 0; c < mean.length; c++) {
            double delta = batchMean[c] + rest[c] - mean[c];
            mean[c] += delta * (batch.count() / total);
            m2[c] += batchM2[c] + delta * delta * (count * (batch.count() / total));
        }
        count += batch.count();
    }

    double[] mean() {
        return mean.clone();
    }

    double[] variance(RunningVariance kind) {
        double divisor = kind == RunningVariance.UNBIASED ? Math.max(1, count - 1) : count;
        return Arrays.stream(m2).map(sum -> sum / divisor).toArray();
    }
}
