package dev.evenkeel.internal.spi;

/** Losses with their gradients. Sums have a fixed order, so results have the same bits on every run. */
public interface LossBackend {
    /**
     * −⟨log softmax(prediction)[target]⟩ over rows, from shifted logits. A target that is no whole number from 0 below
     * cols makes the loss and its row of the gradient NaN.
     */
    void softmaxCrossEntropy(LossOp op);

    /** ⟨max(p, 0) − p·t + log(1 + e^−|p|)⟩ over all elements. */
    void sigmoidCrossEntropy(LossOp op);

    /** ⟨(p − t)²⟩ over all elements. */
    void meanSquared(LossOp op);
}
