package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.LayerNormBackwardOp;
import dev.evenkeel.internal.spi.LayerNormForwardOp;

/** Layer normalization as its formulas read, row by row, in double. */
final class ScalarLayerNorm {
    private ScalarLayerNorm() {}

    static void forward(LayerNormForwardOp op) {
        HeapBuffer x = (HeapBuffer) op.x();
        OptionalValues residual = OptionalValues.in(op.residual(), 0);
        OptionalValues weight = OptionalValues.in(op.weight(), 1);
        OptionalValues bias = OptionalValues.in(op.bias(), 0);
        OptionalValues y = OptionalValues.out(op.y());
        OptionalValues sum = OptionalValues.out(op.sum());
        OptionalValues means = OptionalValues.out(op.mean());
        OptionalValues rstds = OptionalValues.out(op.rstd());
        int cols = (int) op.geometry().cols();
        double[] v = new double[cols];
        for (int row = 0; row < op.geometry().rows(); row++) {
            int at = row * cols;
            double total = 0;
            for (int j = 0; j < cols; j++) {
                v[j] = x.get(at + j) + residual.get(at + j);
                sum.set(at + j, v[j]);
                total += v[j];
            }
            double mean = total / cols;
            double squares = 0;
            for (int j = 0; j < cols; j++) {
                squares += (v[j] - mean) * (v[j] - mean);
            }
            double rstd = 1 / Math.sqrt(squares / cols + op.geometry().eps());
            for (int j = 0; j < cols; j++) {
                y.set(at + j, (v[j] - mean) * rstd * weight.get(j) + bias.get(j));
            }
            means.set(row, mean);
            rstds.set(row, rstd);
        }
    }

    static void backward(LayerNormBackwardOp op) {
        HeapBuffer dy = (HeapBuffer) op.dy();
        HeapBuffer x = (HeapBuffer) op.x();
        HeapBuffer means = (HeapBuffer) op.mean();
        HeapBuffer rstds = (HeapBuffer) op.rstd();
        OptionalValues weight = OptionalValues.in(op.weight(), 1);
        OptionalValues dsum = OptionalValues.in(op.dsum(), 0);
        OptionalValues dx = OptionalValues.out(op.dx());
        int cols = (int) op.geometry().cols();
        double[] dweight = new double[cols];
        double[] dbias = new double[cols];
        for (int row = 0; row < op.geometry().rows(); row++) {
            int at = row * cols;
            double mean = means.get(row);
            double rstd = rstds.get(row);
            double sumG = 0;
            double sumGx = 0;
            for (int j = 0; j < cols; j++) {
                double xhat = (x.get(at + j) - mean) * rstd;
                double g = weight.get(j) * dy.get(at + j);
                sumG += g;
                sumGx += g * xhat;
                dweight[j] += dy.get(at + j) * xhat;
                dbias[j] += dy.get(at + j);
            }
            for (int j = 0; j < cols; j++) {
                double xhat = (x.get(at + j) - mean) * rstd;
                double g = weight.get(j) * dy.get(at + j);
                dx.set(at + j, rstd * (g - sumG / cols - xhat * (sumGx / cols)) + dsum.get(at + j));
            }
        }
        for (int j = 0; j < cols; j++) {
            OptionalValues.out(op.dweight()).setOrAdd(j, dweight[j], op.accumulate());
            OptionalValues.out(op.dbias()).setOrAdd(j, dbias[j], op.accumulate());
        }
    }
}
