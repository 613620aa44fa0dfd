package dev.evenkeel.nn;

import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;

/**
 * What an {@link Lstm} keeps of a pass for going back. It owns all of it but the input.
 *
 * @param x (N, T, I)
 * @param gates (N, T, 4H): i, f, g, o
 * @param cells (N, T, H)
 * @param hiddens (N, T, H); zeros at the last step if y is that step alone
 * @param y hiddens, or (N, H)
 */
record LstmActivations(Tensor x, Tensor gates, Tensor cells, Tensor hiddens, Tensor y) implements AutoCloseable {
    static LstmActivations empty(Tensor x, long hiddenSize, boolean returnSequences) {
        long batch = x.shape().dim(0);
        long steps = x.shape().dim(1);
        Shape all = Shape.of(batch, steps, hiddenSize);
        TensorScope made = new TensorScope();
        try {
            Tensor gates = made.add(Tensor.empty(Shape.of(batch, steps, 4 * hiddenSize), x.dtype(), x.device()));
            Tensor cells = made.add(Tensor.empty(all, x.dtype(), x.device()));
            Tensor hiddens = made.add(Tensor.zeros(all, x.dtype(), x.device()));
            Tensor y = returnSequences
                    ? hiddens
                    : made.add(Tensor.empty(Shape.of(batch, hiddenSize), x.dtype(), x.device()));
            return new LstmActivations(x, gates, cells, hiddens, y);
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, made);
            throw e;
        }
    }

    @Override
    public void close() {
        TensorScope.closeAll(gates, cells, hiddens, y);
    }
}
