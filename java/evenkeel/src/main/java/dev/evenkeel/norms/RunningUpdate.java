package dev.evenkeel.norms;

import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.RunningMix;
import dev.evenkeel.tensor.Tensor;

/**
 * Running statistics and how one batch moves them: running ← (1 − newBatchWeight)·running + newBatchWeight·batch. At
 * weight 1 the old value does not matter, whatever it is.
 *
 * @param mean the running mean, (C), statistics type; changed in place
 * @param variance the running variance, (C), statistics type; changed in place
 * @param newBatchWeight weight of this batch, 0 to 1
 * @param convention which variance of the batch enters
 */
public record RunningUpdate(Tensor mean, Tensor variance, double newBatchWeight, RunningVariance convention) {
    /** What a backend is to do with the biased variance of {@code n} values. */
    RunningMix checked(Checks checks, Shape channels, long n) {
        checks.require(
                newBatchWeight >= 0 && newBatchWeight <= 1,
                () -> "the new batch's weight must be between 0 and 1, not " + newBatchWeight);
        return new RunningMix(
                checks.statistics("running_mean", mean, channels),
                checks.statistics("running_var", variance, channels),
                newBatchWeight,
                convention.correction(n));
    }
}
