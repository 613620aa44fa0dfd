package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.LossOp;

/** Cross-entropy of the softmax of some rows. */
final class SoftmaxRows {
    private final LossOp op;
    private final HeapBuffer logits;
    private final double[] powers;

    private SoftmaxRows(LossOp op) {
        this.op = op;
        this.logits = (HeapBuffer) op.prediction();
        this.powers = new double[(int) op.cols()];
    }

    /** The sum of the losses of rows first … end − 1; sets their gradients. */
    static double run(LossOp op, int first, int end) {
        SoftmaxRows rows = new SoftmaxRows(op);
        double sum = 0;
        for (int row = first; row < end; row++) {
            sum += rows.row(row);
        }
        return sum;
    }

    private double row(int row) {
        int begin = row * powers.length;
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < powers.length; j++) {
            largest = Math.max(largest, logits.get(begin + j));
        }
        double sum = 0;
        for (int j = 0; j < powers.length; j++) {
            powers[j] = Math.exp(logits.get(begin + j) - largest);
            sum += powers[j];
        }
        double target = ((HeapBuffer) op.target()).get(row);
        // False for NaN and for what is outside as well.
        boolean isClass = target >= 0 && target < powers.length && target == Math.floor(target);
        if (op.gradient() != null) {
            gradient((HeapBuffer) op.gradient(), begin, sum, isClass ? (int) target : -1);
        }
        return isClass ? Math.log(sum) - (logits.get(begin + (int) target) - largest) : Double.NaN;
    }

    private void gradient(HeapBuffer gradient, int begin, double sum, int chosen) {
        double factor = chosen < 0 ? Double.NaN : 1.0 / op.rows();
        for (int j = 0; j < powers.length; j++) {
            gradient.set(begin + j, factor * (powers[j] / sum - (j == chosen ? 1 : 0)));
        }
    }
}
