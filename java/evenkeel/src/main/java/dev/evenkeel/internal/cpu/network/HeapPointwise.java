package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.cpu.parallel.Split;
import dev.evenkeel.internal.spi.ActivationKind;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.DropoutOp;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.PointwiseBackend;

/** Operations on elements by themselves, over Java arrays. */
final class HeapPointwise implements PointwiseBackend {
    /** Elements that are copied in the time that an exponential or a random number takes. */
    private static final long COST = 8;

    private static final int GROUP = 4;
    private static final long WORD = 0xFFFFFFFFL;

    private final Execution execution;

    HeapPointwise(Execution execution) {
        this.execution = execution;
    }

    @Override
    public void activation(ActivationKind kind, Buffer x, Buffer y) {
        boolean plain = kind == ActivationKind.RELU;
        long cost = plain ? 1 : COST;
        execution.run(Split.of(x.count(), cost), cost, (chunk, first, end) -> {
            HeapBuffer from = (HeapBuffer) x;
            HeapBuffer to = (HeapBuffer) y;
            if (from.dtype() == DType.F32 && plain) {
                relu(from.floats(), to.floats(), first, end);
            } else if (plain) {
                relu(from.doubles(), to.doubles(), first, end);
            } else {
                for (int i = first; i < end; i++) {
                    to.set(i, ActivationFunctions.value(kind, from.get(i)));
                }
            }
        });
    }

    private static void relu(float[] x, float[] y, int first, int end) {
        for (int i = first; i < end; i++) {
            y[i] = x[i] <= 0 ? 0 : x[i];
        }
    }

    private static void relu(double[] x, double[] y, int first, int end) {
        for (int i = first; i < end; i++) {
            y[i] = x[i] <= 0 ? 0 : x[i];
        }
    }

    @Override
    public void activationBackward(ActivationKind kind, Buffer x, Buffer dy, Buffer dx) {
        boolean plain = kind == ActivationKind.RELU;
        long cost = plain ? 1 : COST;
        execution.run(Split.of(x.count(), cost), cost, (chunk, first, end) -> {
            HeapBuffer at = (HeapBuffer) x;
            HeapBuffer from = (HeapBuffer) dy;
            HeapBuffer to = (HeapBuffer) dx;
            if (at.dtype() == DType.F32 && plain) {
                reluBackward(at.floats(), from.floats(), to.floats(), first, end);
            } else if (plain) {
                reluBackward(at.doubles(), from.doubles(), to.doubles(), first, end);
            } else {
                for (int i = first; i < end; i++) {
                    to.set(i, ActivationFunctions.gradient(kind, at.get(i), from.get(i)));
                }
            }
        });
    }

    private static void reluBackward(float[] x, float[] dy, float[] dx, int first, int end) {
        for (int i = first; i < end; i++) {
            dx[i] = x[i] <= 0 ? 0 : dy[i];
        }
    }

    private static void reluBackward(double[] x, double[] dy, double[] dx, int first, int end) {
        for (int i = first; i < end; i++) {
            dx[i] = x[i] <= 0 ? 0 : dy[i];
        }
    }

    @Override
    public void dropout(DropoutOp op) {
        long groups = op.x().count() / GROUP + (op.x().count() % GROUP == 0 ? 0 : 1);
        execution.run(Split.of(groups, COST), COST, (chunk, first, end) -> dropout(op, first, end));
    }

    /** Random numbers come in groups of four; the last group may have fewer elements. */
    private static void dropout(DropoutOp op, int first, int end) {
        HeapBuffer x = (HeapBuffer) op.x();
        HeapBuffer y = (HeapBuffer) op.y();
        long threshold = op.threshold();
        // The product is rounded once in the tensor's type, as on other devices.
        double scale = x.dtype() == DType.F32 ? (float) op.scale() : op.scale();
        int[] words = new int[GROUP];
        for (int group = first; group < end; group++) {
            Philox.words(group, op.step(), op.seed(), words);
            int begin = group * GROUP;
            int members = Math.min(GROUP, x.length() - begin);
            for (int k = 0; k < members; k++) {
                y.set(begin + k, (words[k] & WORD) >= threshold ? x.get(begin + k) * scale : 0);
            }
        }
    }

    @Override
    public void add(Buffer x, Buffer y) {
        execution.run(Split.of(x.count(), 1), 1, (chunk, first, end) -> {
            if (x.dtype() == DType.F32) {
                add(((HeapBuffer) x).floats(), ((HeapBuffer) y).floats(), first, end);
            } else {
                add(((HeapBuffer) x).doubles(), ((HeapBuffer) y).doubles(), first, end);
            }
        });
    }

    private static void add(float[] x, float[] y, int first, int end) {
        for (int i = first; i < end; i++) {
            y[i] += x[i];
        }
    }

    private static void add(double[] x, double[] y, int first, int end) {
        for (int i = first; i < end; i++) {
            y[i] += x[i];
        }
    }
}
