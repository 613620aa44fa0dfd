package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.MatrixBackend;
import dev.evenkeel.internal.spi.MatrixProductOp;
import dev.evenkeel.internal.spi.MatrixView;

/** Products and sums of matrices as their formulas read, in double, rounded once. */
final class ScalarMatrices implements MatrixBackend {
    @Override
    public void multiply(MatrixProductOp op) {
        HeapBuffer c = (HeapBuffer) op.c().buffer();
        for (int row = 0; row < op.c().rows(); row++) {
            for (int col = 0; col < op.c().cols(); col++) {
                int at = op.c().at(row, col);
                double sum = dot(op, row, col);
                sum += op.bias() == null ? 0 : ((HeapBuffer) op.bias()).get(col);
                c.set(at, op.accumulate() ? c.get(at) + sum : sum);
            }
        }
    }

    @Override
    public void sumRows(MatrixView x, Buffer into, boolean accumulate) {
        HeapBuffer from = (HeapBuffer) x.buffer();
        HeapBuffer to = (HeapBuffer) into;
        for (int col = 0; col < x.cols(); col++) {
            double sum = accumulate ? to.get(col) : 0;
            for (int row = 0; row < x.rows(); row++) {
                sum += from.get(x.at(row, col));
            }
            to.set(col, sum);
        }
    }

    @Override
    public String description() {
        return "reference loops";
    }

    private static double dot(MatrixProductOp op, int row, int col) {
        HeapBuffer a = (HeapBuffer) op.a().buffer();
        HeapBuffer b = (HeapBuffer) op.b().buffer();
        double sum = 0;
        for (int k = 0; k < op.depth(); k++) {
            double left = a.get(op.transposeA() ? op.a().at(k, row) : op.a().at(row, k));
            double right = b.get(op.transposeB() ? op.b().at(col, k) : op.b().at(k, col));
            sum += left * right;
        }
        return sum;
    }
}
