package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.RunningMix;
import org.jspecify.annotations.Nullable;

/**
 * Running statistics, as kernels are given them.
 *
 * @param mean device address, 0 where there are none
 * @param variance device address
 * @param batches device address of the number of batches, counted up by the launch; 0 for nobody counts
 * @param factor the part of the new value; below 0 for 1/batches
 * @param correction what the batch variance is multiplied by
 */
record RunningAddresses(long mean, long variance, long batches, double factor, double correction) {
    /** No running statistics. */
    static final RunningAddresses NONE = new RunningAddresses(0, 0, 0, 0, 0);

    static RunningAddresses of(@Nullable RunningMix mix) {
        if (mix == null) {
            return NONE;
        }
        CudaCounter batches = (CudaCounter) mix.batches();
        return new RunningAddresses(
                KernelArguments.addressOf(mix.mean()),
                KernelArguments.addressOf(mix.variance()),
                batches == null ? 0 : batches.address(),
                mix.factor(),
                mix.correction());
    }

    /** As the parameters of a kernel, in their order. */
    KernelArguments give(KernelArguments arguments, ChannelNormForward.Found batch) {
        return arguments
                .address(mean)
                .address(variance)
                .address(mean == 0 ? 0 : batch.mean())
                .address(mean == 0 ? 0 : batch.m2())
                .address(batches)
                .number(factor)
                .number(correction);
    }
}
