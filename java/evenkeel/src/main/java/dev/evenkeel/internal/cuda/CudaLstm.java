package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.LstmBackend;
import dev.evenkeel.internal.spi.LstmCellBackwardOp;
import dev.evenkeel.internal.spi.LstmCellOp;
import dev.evenkeel.internal.spi.MatrixView;
import java.util.function.Consumer;

/** The cell of an LSTM, as launches of kernels. */
final class CudaLstm implements LstmBackend {
    private final KernelLauncher kernels;

    CudaLstm(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    @Override
    public void cell(LstmCellOp op) {
        launch(
                Kernel.LSTM_CELL,
                op.cell(),
                arguments -> arguments
                        .matrix(op.gates())
                        .matrix(op.previousCell())
                        .matrix(op.cell())
                        .matrix(op.hidden())
                        .stride(op.gates())
                        .stride(op.previousCell())
                        .stride(op.cell())
                        .stride(op.hidden())
                        .i64(op.cell().rows())
                        .i64(op.cell().cols()));
    }

    @Override
    public void cellBackward(LstmCellBackwardOp op) {
        launch(
                Kernel.LSTM_CELL_BACKWARD,
                op.cell(),
                arguments -> arguments
                        .matrix(op.gates())
                        .matrix(op.previousCell())
                        .matrix(op.cell())
                        .matrix(op.dhidden())
                        .matrix(op.dnextHidden())
                        .matrix(op.dcell())
                        .matrix(op.dgates())
                        .stride(op.gates())
                        .stride(op.previousCell())
                        .stride(op.cell())
                        .stride(op.dhidden())
                        .stride(op.dnextHidden())
                        .stride(op.dcell())
                        .stride(op.dgates())
                        .i64(op.cell().rows())
                        .i64(op.cell().cols())
                        .flag(op.firstFromEnd()));
    }

    private void launch(Kernel kernel, MatrixView cell, Consumer<KernelArguments> give) {
        if (cell.rows() == 0 || cell.cols() == 0) {
            return;
        }
        DType dtype = cell.buffer().dtype();
        kernels.launch(kernel, dtype, dtype, LaunchConfig.perElement(cell.rows(), cell.cols()), give);
    }
}
