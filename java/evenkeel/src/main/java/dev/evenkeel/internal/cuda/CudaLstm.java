package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.LstmBackend;
import dev.evenkeel.internal.spi.LstmCellBackwardOp;
import dev.evenkeel.internal.spi.LstmCellOp;

/** The cell of an LSTM, as launches of kernels. */
final class CudaLstm implements LstmBackend {
    private final KernelLauncher kernels;

    CudaLstm(KernelLauncher kernels) {
        this.kernels = kernels;
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
