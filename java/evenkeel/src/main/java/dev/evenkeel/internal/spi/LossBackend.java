package dev.evenkeel.internal.spi;

/** Losses with their gradients. Sums have a fixed order, so results have the same bits on every run. */
public interface LossBackend {
    /** −⟨log softmax(prediction)[target]⟩ over rows, from shifted logits. */
    void softmaxCrossEntropy(LossOp op);

    /** ⟨max(p, 0) − p·t + log(1 + e^−|p|)⟩ over all elements. */
    void sigmoidCrossEntropy(LossOp op);

    /** ⟨(p − t)²⟩ over all elements. */
    void meanSquared(LossOp op);
}
