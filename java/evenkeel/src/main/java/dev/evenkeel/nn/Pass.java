package dev.evenkeel.nn;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.function.UnaryOperator;

/**
 * A forward pass of one layer.
 *
 * @param output y
 * @param gradient what makes dx of dy
 * @param owned everything to close at the end, y included
 */
record Pass(Tensor output, UnaryOperator<Tensor> gradient, AutoCloseable owned) implements Forward {
    @Override
    public Tensor backward(Tensor dy) {
        return gradient.apply(dy);
    }

    @Override
    public void close() {
        TensorScope.closeAll(owned);
    }
}
