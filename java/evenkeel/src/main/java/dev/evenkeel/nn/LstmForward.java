package dev.evenkeel.nn;

import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.LstmCellOp;
import dev.evenkeel.internal.spi.MatrixProductOp;
import dev.evenkeel.internal.spi.MatrixView;
import dev.evenkeel.internal.spi.NetworkBackend;
import dev.evenkeel.tensor.Tensor;
import java.util.function.LongFunction;

/** An {@link Lstm} forward, as operations of its device. */
final class LstmForward {
    private final LstmParameters parameters;
    private final NetworkBackend network;

    LstmForward(LstmParameters parameters) {
        this.parameters = parameters;
        this.network = Backends.of(parameters.biasIh().value().device()).network();
    }

    /**
     * Goes through all time steps.
     *
     * @param x (N, T, I)
     * @param gates (N, T, 4H): where all gates go
     * @param cell where the cell of a step goes; may be one place for all
     * @param hidden where the hidden state of a step goes; likewise
     */
    void run(Tensor x, Tensor gates, LongFunction<MatrixView> cell, LongFunction<MatrixView> hidden) {
        if (x.shape().dim(0) == 0) {
            return;
        }
        inputPart(x, gates);
        network.lstm().cell(new LstmCellOp(Matrices.step(gates, 0), null, cell.apply(0), hidden.apply(0)));
        MatrixView weight = Matrices.rows(parameters.weightHh().value());
        for (long t = 1; t < x.shape().dim(1); t++) {
            MatrixView now = Matrices.step(gates, t);
            network.matrices().multiply(new MatrixProductOp(hidden.apply(t - 1), false, weight, true, null, now, true));
            network.lstm().cell(new LstmCellOp(now, cell.apply(t - 1), cell.apply(t), hidden.apply(t)));
        }
    }

    /** gates ← x·weight_ihᵀ + bias_ih + bias_hh, in one product for all steps. */
    private void inputPart(Tensor x, Tensor gates) {
        Tensor biasIh = parameters.biasIh().value();
        long size = biasIh.shape().count();
        try (Tensor bias = biasIh.to(biasIh.device())) {
            MatrixView biasHh = MatrixView.of(parameters.biasHh().value().buffer(), 1, size);
            network.matrices().sumRows(biasHh, bias.buffer(), true);
            MatrixView weight = Matrices.rows(parameters.weightIh().value());
            network.matrices()
                    .multiply(new MatrixProductOp(
                            Matrices.rows(x), false, weight, true, bias.buffer(), Matrices.rows(gates), false));
        }
    }
}
