package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.SgdOp;

/** Stochastic gradient descent on some elements. Loops without branches, which compilers turn into vectors. */
final class SgdStep {
    private SgdStep() {}

    static void floats(SgdOp op, int first, int end) {
        float[] value = floats(op.value());
        float[] grad = floats(op.grad());
        float lr = (float) op.lr();
        float decay = (float) op.weightDecay();
        if (op.velocity() == null) {
            for (int i = first; i < end; i++) {
                value[i] -= lr * (grad[i] + decay * value[i]);
            }
            return;
        }
        float[] velocity = floats(op.velocity());
        float keep = (float) op.keep();
        float rest = (float) op.rest();
        float ofVelocity = (float) op.ofVelocity();
        float ofGradient = (float) op.ofGradient();
        for (int i = first; i < end; i++) {
            float g = grad[i] + decay * value[i];
            velocity[i] = keep * velocity[i] + rest * g;
            value[i] -= lr * (ofVelocity * velocity[i] + ofGradient * g);
        }
    }

    private static float[] floats(Buffer buffer) {
        return ((HeapBuffer) buffer).floats();
    }

    static void doubles(SgdOp op, int first, int end) {
        double[] value = doubles(op.value());
        double[] grad = doubles(op.grad());
        double lr = op.lr();
        double decay = op.weightDecay();
        if (op.velocity() == null) {
            for (int i = first; i < end; i++) {
                value[i] -= lr * (grad[i] + decay * value[i]);
            }
            return;
        }
        double[] velocity = doubles(op.velocity());
        double keep = op.keep();
        double rest = op.rest();
        double ofVelocity = op.ofVelocity();
        double ofGradient = op.ofGradient();
        for (int i = first; i < end; i++) {
            double g = grad[i] + decay * value[i];
            velocity[i] = keep * velocity[i] + rest * g;
            value[i] -= lr * (ofVelocity * velocity[i] + ofGradient * g);
        }
    }

    private static double[] doubles(Buffer buffer) {
        return ((HeapBuffer) buffer).doubles();
    }
}
