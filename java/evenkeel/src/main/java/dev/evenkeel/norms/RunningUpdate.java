package dev.evenkeel.norms;

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
public record RunningUpdate(Tensor mean, Tensor variance, double newBatchWeight, RunningVariance convention) {}
