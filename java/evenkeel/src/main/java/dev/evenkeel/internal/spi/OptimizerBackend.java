package dev.evenkeel.internal.spi;

/** Steps of optimizers and what goes before them. */
public interface OptimizerBackend {
    /** Stochastic gradient descent. */
    void sgd(SgdOp op);

    /** Adam and AdamW. */
    void adam(AdamOp op);

    /** into[0] = Σ x², or += that; summed in a fixed order. */
    void sumOfSquares(Buffer x, Buffer into, boolean accumulate);

    /** x *= min(1, maxNorm/(√sumOfSquares[0] + 1e-6)), in place, as {@code clip_grad_norm_}. */
    void clip(Buffer x, Buffer sumOfSquares, double maxNorm);
}
