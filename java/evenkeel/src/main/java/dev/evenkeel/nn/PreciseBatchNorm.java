package dev.evenkeel.nn;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Running statistics computed anew from data, instead of as a moving average over networks that were still learning:
 *
 * <pre>
 * running mean = mean of all values of a channel, over all batches
 * running var  = their variance, biased or unbiased as the layer keeps it: E[var] + Var[mean] over batches of equal size
 * </pre>
 *
 * <p>Each batch goes through the network as in training, normalized by its own statistics, but without dropout. Some
 * thousand samples are enough. Not thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2105.07576">Wu, Johnson: Rethinking "Batch" in BatchNorm, section 3</a>
 */
public final class PreciseBatchNorm {
    private final Map<BatchNorm, PooledMoments> moments = new IdentityHashMap<>();
    private long batches;

    private PreciseBatchNorm() {}

    /**
     * Replaces the running statistics of every batch norm in {@code net}, and in the chains inside it. Nothing is
     * changed if this fails.
     *
     * @param net the network
     * @param batches inputs of the network, as large as in training; the caller closes them
     * @throws IllegalArgumentException if there are no batches, or no batch norm with running statistics
     */
    public static void recalibrate(Sequential net, Iterable<Tensor> batches) {
        PreciseBatchNorm pass = new PreciseBatchNorm();
        for (Tensor batch : batches) {
            pass.run(net, batch).close();
            pass.batches++;
        }
        if (pass.batches == 0) {
            throw new IllegalArgumentException("running statistics need at least one batch");
        }
        if (pass.moments.isEmpty()) {
            throw new IllegalArgumentException("there is no batch norm with running statistics in " + net);
        }
        pass.moments.forEach((layer, pooled) -> layer.loadMoments(pooled, pass.batches));
    }

    private Tensor run(Layer layer, Tensor x) {
        if (layer instanceof Sequential chain) {
            return run(chain, x);
        }
        if (layer instanceof BatchNorm norm && norm.runningStats() != null) {
            norm.addMoments(x, moments.computeIfAbsent(norm, added -> new PooledMoments()));
            return norm.normalizeByBatch(x);
        }
        return layer.forward(x);
    }

    private Tensor run(Sequential chain, Tensor x) {
        Tensor last = x;
        for (Layer layer : chain.layers()) {
            Tensor given = last;
            try {
                last = run(layer, given);
            } finally {
                if (given != x) {
                    TensorScope.closeAll(given);
                }
            }
        }
        return last;
    }
}
