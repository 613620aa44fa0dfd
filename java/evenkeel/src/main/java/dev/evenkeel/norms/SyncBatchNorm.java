package dev.evenkeel.norms;

import dev.evenkeel.Device;
import dev.evenkeel.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization of a batch that lies in parts on several devices, in steps between which the replicas exchange a
 * few numbers for each channel: they compute what one device would of the whole batch.
 *
 * <pre>
 * forward    each replica  statistics(call)                      → count, mean, m2
 *            each replica  merge(everybody's, eps, …)            → mean, rstd, running statistics
 *            each replica  apply(call, merged)                   → y
 * backward   each replica  sums(call, dy, merged)                → Σ g, Σ g·x̂: its own dbias and dweight
 *            each replica  total(everybody's, …)
 *            each replica  inputGradient(call, dy, merged, total) → dx
 * </pre>
 *
 * <p>How numbers travel between processes is the caller's matter. A replica may have no elements. All replicas get the
 * same bits if they list the parts in the same order. As in {@link Norms}, arguments are checked first, and whoever
 * gets a tensor closes it.
 */
public final class SyncBatchNorm {
    private SyncBatchNorm() {}

    /**
     * One replica's statistics, over all axes but the channels.
     *
     * @param call input and options; parameters and residual are not looked at
     */
    public static BatchNormStatistics statistics(BatchNormCall call) {
        return SyncBatchNormFunction.statistics(call);
    }

    /**
     * The statistics of all replicas, by Chan, Golub and LeVeque's rule. They pass through the heap.
     *
     * @param replicas what each replica has, on any devices
     * @param eps added to the variance
     * @param running the running statistics to move, on {@code device}, or null
     * @param device where the result is wanted
     * @throws IllegalArgumentException also if all replicas together have fewer than two values of a channel
     */
    public static MergedStatistics merge(
            List<BatchNormStatistics> replicas, double eps, @Nullable RunningUpdate running, Device device) {
        return SyncBatchNormFunction.merge(replicas, eps, running, device);
    }

    /**
     * One replica's y = activation((x − mean)·rstd·weight + bias + residual).
     *
     * @param call input, parameters and options; its eps is in the statistics already
     * @param merged the statistics of all replicas, on this replica's device
     * @return y, shape and type of x
     */
    public static Tensor apply(BatchNormCall call, MergedStatistics merged) {
        return SyncBatchNormFunction.apply(call, merged);
    }

    /**
     * One replica's sums for the gradients, with x̂ = (x − mean)·rstd, and g = dy where the activation passes, else 0:
     * Σ g and Σ g·x̂. They are its own gradients by bias and weight, which data-parallel training adds up or averages.
     *
     * @param forward what {@link #apply} was given
     * @param dy gradient of the loss by y, shape and type of x
     * @param merged the statistics of all replicas
     */
    public static BatchNormSums sums(BatchNormCall forward, Tensor dy, MergedStatistics merged) {
        return SyncBatchNormFunction.sums(forward, dy, merged);
    }

    /**
     * The sums of all replicas, added up in the order of the list, in double. They pass through the heap.
     *
     * @param replicas what each replica has, on any devices
     * @param device where the result is wanted
     */
    public static BatchNormSums total(List<BatchNormSums> replicas, Device device) {
        return SyncBatchNormFunction.total(replicas, device);
    }

    /**
     * One replica's dx = weight·rstd·(g − Σg/n − x̂·Σ(g·x̂)/n), sums and n over all replicas, and dresidual = g.
     *
     * @param forward what {@link #apply} was given
     * @param dy gradient of the loss by y, shape and type of x
     * @param merged the statistics of all replicas
     * @param total the sums of all replicas
     * @return dx, and dresidual if the forward call has a residual
     */
    public static BatchNormGradients inputGradient(
            BatchNormCall forward, Tensor dy, MergedStatistics merged, BatchNormSums total) {
        return SyncBatchNormFunction.inputGradient(forward, dy, merged, total);
    }
}
