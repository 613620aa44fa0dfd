package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.cpu.parallel.Split;
import dev.evenkeel.internal.spi.AdamOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.OptimizerBackend;
import dev.evenkeel.internal.spi.SgdOp;
import java.util.List;

/** Steps of optimizers, over Java arrays, in the arithmetic of their type. */
final class HeapOptimizers implements OptimizerBackend {
    private final Execution execution;

    HeapOptimizers(Execution execution) {
        this.execution = execution;
    }

    @Override
    public void sgd(SgdOp op) {
        execution.run(Split.of(op.value().count(), 1), 1, (chunk, first, end) -> {
            if (op.value().dtype() == DType.F32) {
                SgdStep.floats(op, first, end);
            } else {
                SgdStep.doubles(op, first, end);
            }
        });
    }

    @Override
    public void adam(AdamOp op) {
        execution.run(Split.of(op.value().count(), 1), 1, (chunk, first, end) -> {
            if (op.value().dtype() == DType.F32) {
                AdamStep.floats(op, first, end);
            } else {
                AdamStep.doubles(op, first, end);
            }
        });
    }

    @Override
    public void norm(List<Buffer> xs, Buffer into) {
        double sum = 0;
        for (Buffer x : xs) {
            sum += sumOfSquares((HeapBuffer) x);
        }
        ((HeapBuffer) into).set(0, Math.sqrt(sum));
    }

    private double sumOfSquares(HeapBuffer x) {
        Split split = Split.of(x.count(), 1);
        double[] sums = new double[split.chunks()];
        execution.run(split, 1, (chunk, first, end) -> {
            double sum = 0;
            for (int i = first; i < end; i++) {
                sum += x.get(i) * x.get(i);
            }
            sums[chunk] = sum;
        });
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return sum;
    }

    @Override
    public void clip(Buffer x, Buffer norm, double maxNorm) {
        double ratio = maxNorm / (((HeapBuffer) norm).get(0) + 1e-6);
        double factor = ratio > 1 ? 1 : ratio;
        execution.run(Split.of(x.count(), 1), 1, (chunk, first, end) -> {
            if (x.dtype() == DType.F32) {
                scale(((HeapBuffer) x).floats(), (float) factor, first, end);
            } else {
                scale(((HeapBuffer) x).doubles(), factor, first, end);
            }
        });
    }

    private static void scale(float[] x, float factor, int first, int end) {
        for (int i = first; i < end; i++) {
            x[i] *= factor;
        }
    }

    private static void scale(double[] x, double factor, int first, int end) {
        for (int i = first; i < end; i++) {
            x[i] *= factor;
        }
    }
}
