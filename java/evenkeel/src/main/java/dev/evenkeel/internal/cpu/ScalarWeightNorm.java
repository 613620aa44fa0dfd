package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.WeightGeometry;
import dev.evenkeel.internal.spi.WeightNormBackwardOp;
import dev.evenkeel.internal.spi.WeightNormForwardOp;

/** Weight norm as its formulas read, row by row, in double. */
final class ScalarWeightNorm {
    private ScalarWeightNorm() {}

    static void forward(WeightNormForwardOp op) {
        HeapBuffer v = (HeapBuffer) op.v();
        OptionalValues g = OptionalValues.in(op.g(), 1);
        OptionalValues w = OptionalValues.out(op.w());
        WeightElements at = WeightElements.of(op.geometry());
        for (int row = 0; row < at.rows(); row++) {
            double norm = Math.max(norm(v, op.geometry(), row), op.eps());
            for (int column = 0; column < at.columns(); column++) {
                int element = at.of(row, column);
                w.set(element, v.get(element) * (g.get(row) / norm));
            }
            OptionalValues.out(op.norm()).set(row, norm);
        }
    }

    static void backward(WeightNormBackwardOp op) {
        HeapBuffer dw = (HeapBuffer) op.dw();
        HeapBuffer v = (HeapBuffer) op.v();
        OptionalValues g = OptionalValues.in(op.g(), 1);
        WeightElements at = WeightElements.of(op.geometry());
        for (int row = 0; row < at.rows(); row++) {
            double length = norm(v, op.geometry(), row);
            double norm = Math.max(length, op.eps());
            double dot = dot(dw, v, op.geometry(), row);
            double along = length < op.eps() ? 0 : dot / norm / norm;
            double gain = g.get(row) / norm;
            for (int column = 0; column < at.columns(); column++) {
                int element = at.of(row, column);
                double dv = gain * (dw.get(element) - v.get(element) * along);
                OptionalValues.out(op.dv()).setOrAdd(element, dv, op.accumulate());
            }
            OptionalValues.out(op.dg()).setOrAdd(row, dot / norm, op.accumulate());
        }
    }

    private static double norm(HeapBuffer v, WeightGeometry geometry, int row) {
        return Math.sqrt(dot(v, v, geometry, row));
    }

    private static double dot(HeapBuffer a, HeapBuffer b, WeightGeometry geometry, int row) {
        WeightElements at = WeightElements.of(geometry);
        CompensatedSum sum = new CompensatedSum();
        for (int column = 0; column < at.columns(); column++) {
            int element = at.of(row, column);
            sum.add(a.get(element) * b.get(element));
        }
        return sum.value();
    }
}
