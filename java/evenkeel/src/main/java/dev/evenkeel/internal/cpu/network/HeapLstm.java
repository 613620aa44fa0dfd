package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.cpu.parallel.Split;
import dev.evenkeel.internal.spi.LstmBackend;
import dev.evenkeel.internal.spi.LstmCellBackwardOp;
import dev.evenkeel.internal.spi.LstmCellOp;
import dev.evenkeel.internal.spi.MatrixView;
import java.util.function.ObjIntConsumer;

/** The cell of an LSTM, over Java arrays. */
final class HeapLstm implements LstmBackend {
    /** What one element of a cell counts in elements of work that only reads, adds and multiplies. */
    private static final long COST = 64;

    private final Execution execution;

    HeapLstm(Execution execution) {
        this.execution = execution;
    }

    @Override
    public void cell(LstmCellOp op) {
        each(op.cell(), (row, r) -> row.forward(op, r));
    }

    @Override
    public void cellBackward(LstmCellBackwardOp op) {
        each(op.cell(), (row, r) -> row.backward(op, r));
    }

    private void each(MatrixView cell, ObjIntConsumer<LstmRow> step) {
        long cost = COST * cell.cols();
        execution.run(Split.of(cell.rows(), cost), cost, (chunk, first, end) -> {
            try (Scratch scratch = Scratch.open()) {
                LstmRow row = new LstmRow(execution.loops().doubles().rows(), (int) cell.cols(), scratch);
                for (int r = first; r < end; r++) {
                    step.accept(row, r);
                }
            }
        });
    }
}
