package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.cpu.parallel.Split;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.LossBackend;
import dev.evenkeel.internal.spi.LossOp;
import org.jspecify.annotations.Nullable;

/** Losses and their gradients, over Java arrays: computed and summed in double, chunk after chunk. */
final class HeapLosses implements LossBackend {
    /** Elements that are copied in the time that an exponential takes. */
    private static final long COST = 8;

    private final Execution execution;

    HeapLosses(Execution execution) {
        this.execution = execution;
    }

    @Override
    public void softmaxCrossEntropy(LossOp op) {
        run(op, op.rows(), COST * op.cols(), (first, end) -> SoftmaxRows.run(op, first, end));
    }

    @Override
    public void sigmoidCrossEntropy(LossOp op) {
        HeapBuffer prediction = (HeapBuffer) op.prediction();
        HeapBuffer target = (HeapBuffer) op.target();
        HeapBuffer gradient = (HeapBuffer) op.gradient();
        long count = op.rows() * op.cols();
        run(op, count, COST, (first, end) -> {
            double sum = 0;
            for (int i = first; i < end; i++) {
                double p = prediction.get(i);
                double t = target.get(i);
                double e = Math.exp(-Math.abs(p));
                sum += (p <= 0 ? 0 : p) - p * t + Math.log1p(e);
                set(gradient, i, ((p < 0 ? e : 1) / (1 + e) - t) / count);
            }
            return sum;
        });
    }

    @Override
    public void meanSquared(LossOp op) {
        HeapBuffer prediction = (HeapBuffer) op.prediction();
        HeapBuffer target = (HeapBuffer) op.target();
        HeapBuffer gradient = (HeapBuffer) op.gradient();
        long count = op.rows() * op.cols();
        run(op, count, 1, (first, end) -> {
            double sum = 0;
            for (int i = first; i < end; i++) {
                double error = prediction.get(i) - target.get(i);
                sum += error * error;
                set(gradient, i, 2 * error / count);
            }
            return sum;
        });
    }

    private static void set(@Nullable HeapBuffer gradient, int i, double value) {
        if (gradient != null) {
            gradient.set(i, value);
        }
    }

    /** What items first … end − 1 add to the loss; sets their gradients. */
    private interface Items {
        double run(int first, int end);
    }

    private void run(LossOp op, long items, long elementsEach, Items chunk) {
        Split split = Split.of(items, elementsEach);
        double[] sums = new double[split.chunks()];
        execution.run(split, elementsEach, (c, first, end) -> sums[c] = chunk.run(first, end));
        if (op.loss() != null) {
            double sum = 0;
            for (double part : sums) {
                sum += part;
            }
            ((HeapBuffer) op.loss()).set(0, sum / items);
        }
    }
}
