package dev.evenkeel.internal.spi;

import java.util.List;

/** Steps of optimizers and what goes before them. */
public interface OptimizerBackend {
    /** Stochastic gradient descent. */
    void sgd(SgdOp op);

    /** Adam and AdamW. */
    void adam(AdamOp op);

    /** into[0] = √ΣΣx² over all elements of all of {@code xs}, which are of one type; summed in a fixed order. */
    void norm(List<Buffer> xs, Buffer into);

    /** x *= min(1, maxNorm/(norm[0] + 1e-6)), in place, as {@code clip_grad_norm_}; NaN makes all of x NaN. */
    void clip(Buffer x, Buffer norm, double maxNorm);
}
