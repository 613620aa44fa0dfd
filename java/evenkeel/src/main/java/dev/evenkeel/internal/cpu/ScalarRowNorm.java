package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import java.util.function.IntToDoubleFunction;

/** Layer and RMS normalization as their formulas read, row by row, in double. */
final class ScalarRowNorm {
    private ScalarRowNorm() {}

    static void forward(RowNormForwardOp op) {
        HeapBuffer x = (HeapBuffer) op.x();
        OptionalValues residual = OptionalValues.in(op.residual(), 0);
        OptionalValues weight = OptionalValues.weight(op.weight(), op.geometry().weightOffset());
        OptionalValues bias = OptionalValues.in(op.bias(), 0);
        OptionalValues y = OptionalValues.out(op.y());
        OptionalValues sum = OptionalValues.out(op.sum());
        OptionalValues means = OptionalValues.out(op.mean());
        OptionalValues rstds = OptionalValues.out(op.rstd());
        int cols = (int) op.geometry().cols();
        double[] v = new double[cols];
        for (int row = 0; row < op.geometry().rows(); row++) {
            int at = row * cols;
            for (int j = 0; j < cols; j++) {
                v[j] = x.get(at + j) + residual.get(at + j);
                sum.set(at + j, v[j]);
            }
            Mean mean = op.geometry().norm() == RowNorm.RMS ? Mean.at(0) : Mean.of(j -> v[j], cols);
            double rstd =
                    1 / Math.sqrt(mean.variance(j -> v[j], cols) + op.geometry().eps());
            for (int j = 0; j < cols; j++) {
                y.set(at + j, mean.deviation(v[j]) * rstd * weight.get(j) + bias.get(j));
            }
            means.set(row, mean.value());
            rstds.set(row, rstd);
        }
    }

    static void backward(RowNormBackwardOp op) {
        HeapBuffer dy = (HeapBuffer) op.dy();
        HeapBuffer x = (HeapBuffer) op.x();
        OptionalValues weight = OptionalValues.weight(op.weight(), op.geometry().weightOffset());
        OptionalValues dsum = OptionalValues.in(op.dsum(), 0);
        OptionalValues dx = OptionalValues.out(op.dx());
        int cols = (int) op.geometry().cols();
        double[] g = new double[cols];
        double[] xhat = new double[cols];
        CompensatedSum[] dweight = CompensatedSum.zeros(cols);
        CompensatedSum[] dbias = CompensatedSum.zeros(cols);
        for (int row = 0; row < op.geometry().rows(); row++) {
            int at = row * cols;
            GivenStatistics statistics = statistics(op, row, j -> x.get(at + j));
            CompensatedSum sumG = new CompensatedSum();
            CompensatedSum sumGx = new CompensatedSum();
            for (int j = 0; j < cols; j++) {
                xhat[j] = statistics.xhat(x.get(at + j));
                g[j] = weight.get(j) * dy.get(at + j);
                sumG.add(g[j]);
                sumGx.add(g[j] * xhat[j]);
                dweight[j].add(dy.get(at + j) * xhat[j]);
                dbias[j].add(dy.get(at + j));
            }
            double meanG = op.geometry().norm() == RowNorm.RMS ? 0 : sumG.value() / cols;
            double meanGx = sumGx.value() / cols;
            for (int j = 0; j < cols; j++) {
                dx.set(at + j, statistics.rstd() * (g[j] - meanG - xhat[j] * meanGx) + dsum.get(at + j));
            }
        }
        for (int j = 0; j < cols; j++) {
            OptionalValues.out(op.dweight()).setOrAdd(j, dweight[j].value(), op.accumulate());
            OptionalValues.out(op.dbias()).setOrAdd(j, dbias[j].value(), op.accumulate());
        }
    }

    private static GivenStatistics statistics(RowNormBackwardOp op, int row, IntToDoubleFunction values) {
        int cols = (int) op.geometry().cols();
        double eps = op.geometry().eps();
        return op.geometry().norm() == RowNorm.RMS
                ? GivenStatistics.around(Mean.at(0), op.rstd(), row, values, cols, eps)
                : GivenStatistics.of(op.mean(), op.rstd(), row, values, cols, eps);
    }
}
