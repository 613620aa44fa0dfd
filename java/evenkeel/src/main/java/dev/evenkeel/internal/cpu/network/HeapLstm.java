package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.spi.LstmBackend;
import dev.evenkeel.internal.spi.LstmCellBackwardOp;
import dev.evenkeel.internal.spi.LstmCellOp;

/** The cell of an LSTM, over Java arrays. */
final class HeapLstm implements LstmBackend {
    private final Execution execution;

    HeapLstm(Execution execution) {
        this.execution = execution;
    }

    @Override
    public void cell(LstmCellOp op) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void cellBackward(LstmCellBackwardOp op) {
        throw new UnsupportedOperationException("not yet");
    }
}
