package dev.evenkeel.nn;

import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.LstmCellBackwardOp;
import dev.evenkeel.internal.spi.MatrixProductOp;
import dev.evenkeel.internal.spi.MatrixView;
import dev.evenkeel.internal.spi.NetworkBackend;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Lstm} back through time, as operations of its device: step by step to the gradients of the gates, then one
 * product for each gradient.
 *
 * <p>The gradient of weight_hh pairs the gates of a step with the hidden state before it. In tensors (N, T, …) that is
 * the row above, but for a sample's first step, where the row above is another sample's last. So this product is made
 * while the gradients of the first step's gates are still zeros: one product, and no hidden state moved.
 */
final class LstmBackward implements AutoCloseable {
    private final LstmParameters parameters;
    private final LstmActivations saved;
    private final NetworkBackend network;
    private final TensorScope scope = new TensorScope();
    private final Tensor dgates;
    private final Tensor dcell;
    private final Tensor dnextHidden;

    LstmBackward(LstmParameters parameters, LstmActivations saved) {
        Tensor gates = saved.gates();
        Shape step = Shape.of(gates.shape().dim(0), parameters.hiddenSize());
        this.parameters = parameters;
        this.saved = saved;
        this.network = Backends.of(gates.device()).network();
        try {
            this.dgates = scope.add(Tensor.zeros(gates.shape(), gates.dtype(), gates.device()));
            this.dcell = scope.add(Tensor.empty(step, gates.dtype(), gates.device()));
            this.dnextHidden = scope.add(Tensor.empty(step, gates.dtype(), gates.device()));
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, scope);
            throw e;
        }
    }

    /**
     * Adds the gradients of the parameters to theirs.
     *
     * @param dhidden the gradient by the hidden state of a step that comes from outside
     * @param dx (N, T, I): overwritten
     */
    void run(LongFunction<@Nullable MatrixView> dhidden, Tensor dx) {
        if (dx.shape().dim(0) == 0) {
            return;
        }
        long last = saved.gates().shape().dim(1) - 1;
        for (long t = last; t > 0; t--) {
            cell(t, t == last, dhidden.apply(t));
            multiply(
                    Matrices.step(dgates, t),
                    false,
                    Matrices.rows(parameters.weightHh().value()),
                    Matrices.rows(dnextHidden),
                    false);
        }
        if (last > 0) {
            MatrixView before = Matrices.rows(saved.hiddens());
            MatrixView after = Matrices.rows(dgates);
            multiply(
                    after.block(1, after.rows(), 0, after.cols()),
                    true,
                    before.block(0, before.rows() - 1, 0, before.cols()),
                    Matrices.rows(parameters.weightHh().grad()),
                    true);
        }
        cell(0, last == 0, dhidden.apply(0));
        inputPart(dx);
    }

    private void cell(long t, boolean last, @Nullable MatrixView dhidden) {
        network.lstm()
                .cellBackward(new LstmCellBackwardOp(
                        Matrices.step(saved.gates(), t),
                        t == 0 ? null : Matrices.step(saved.cells(), t - 1),
                        Matrices.step(saved.cells(), t),
                        dhidden,
                        last ? null : Matrices.rows(dnextHidden),
                        Matrices.rows(dcell),
                        last,
                        Matrices.step(dgates, t)));
    }

    /** What the gradients of all gates say of the input, its weight and the biases. */
    private void inputPart(Tensor dx) {
        MatrixView all = Matrices.rows(dgates);
        multiply(all, false, Matrices.rows(parameters.weightIh().value()), Matrices.rows(dx), false);
        multiply(
                all,
                true,
                Matrices.rows(saved.x()),
                Matrices.rows(parameters.weightIh().grad()),
                true);
        network.matrices().sumRows(all, parameters.biasIh().grad().buffer(), true);
        network.matrices().sumRows(all, parameters.biasHh().grad().buffer(), true);
    }

    private void multiply(MatrixView a, boolean transposeA, MatrixView b, MatrixView c, boolean accumulate) {
        network.matrices().multiply(new MatrixProductOp(a, transposeA, b, false, null, c, accumulate));
    }

    @Override
    public void close() {
        scope.close();
    }
}
