package dev.evenkeel.internal.cpu.network;

import static dev.evenkeel.internal.cpu.network.Gates.sigmoid;
import static dev.evenkeel.internal.cpu.network.Gates.tanh;

import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.LstmCellBackwardOp;
import dev.evenkeel.internal.spi.LstmCellOp;
import dev.evenkeel.internal.spi.MatrixView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One row of an LSTM's cell after the other, each copied to scratch, computed in double, and rounded on its way back. */
final class LstmRow {
    private final Rows<double[]> rows;
    private final int size;
    private final double[] gates;
    private final double[] previous;
    private final double[] cell;
    private final double[] hidden;
    private final double[] dcell;
    private final double[] dgates;

    LstmRow(Rows<double[]> rows, int size, Scratch scratch) {
        this.rows = rows;
        this.size = size;
        this.gates = scratch.doubles(4 * size);
        this.previous = scratch.doubles(size);
        this.cell = scratch.doubles(size);
        this.hidden = scratch.doubles(size);
        this.dcell = scratch.doubles(size);
        this.dgates = scratch.doubles(4 * size);
    }

    void forward(LstmCellOp op, int row) {
        load(op.gates(), row, gates);
        load(op.previousCell(), row, previous);
        for (int c = 0; c < size; c++) {
            double i = sigmoid(gates[c]);
            double f = sigmoid(gates[size + c]);
            double g = tanh(gates[2 * size + c]);
            double o = sigmoid(gates[3 * size + c]);
            gates[c] = i;
            gates[size + c] = f;
            gates[2 * size + c] = g;
            gates[3 * size + c] = o;
            cell[c] = f * previous[c] + i * g;
            hidden[c] = o * tanh(cell[c]);
        }
        store(gates, op.gates(), row);
        store(cell, op.cell(), row);
        store(hidden, op.hidden(), row);
    }

    void backward(LstmCellBackwardOp op, int row) {
        load(op.gates(), row, gates);
        load(op.previousCell(), row, previous);
        load(op.cell(), row, cell);
        load(op.dhidden(), row, hidden);
        load(op.dnextHidden(), row, dcell);
        rows.add(hidden, dcell, size);
        load(op.firstFromEnd() ? null : op.dcell(), row, dcell);
        for (int c = 0; c < size; c++) {
            double i = gates[c];
            double f = gates[size + c];
            double g = gates[2 * size + c];
            double o = gates[3 * size + c];
            double bounded = tanh(cell[c]);
            double d = dcell[c] + hidden[c] * o * (1 - bounded * bounded);
            dgates[c] = d * g * i * (1 - i);
            dgates[size + c] = d * previous[c] * f * (1 - f);
            dgates[2 * size + c] = d * i * (1 - g * g);
            dgates[3 * size + c] = hidden[c] * bounded * o * (1 - o);
            dcell[c] = d * f;
        }
        store(dgates, op.dgates(), row);
        store(dcell, op.dcell(), row);
    }

    private void load(@Nullable MatrixView from, int row, double[] into) {
        if (from == null) {
            Arrays.fill(into, 0, size, 0);
        } else {
            rows.load((HeapBuffer) from.buffer(), at(from, row), into, 0, (int) from.cols());
        }
    }

    private void store(double[] values, MatrixView into, int row) {
        rows.store(values, 0, (HeapBuffer) into.buffer(), at(into, row), (int) into.cols());
    }

    private static int at(MatrixView view, int row) {
        return (int) (view.offset() + row * view.stride());
    }
}
