package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.spi.AdamOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Adam on some elements. Loops without branches, which compilers turn into vectors. */
final class AdamStep {
    private AdamStep() {}

    static void floats(AdamOp op, int first, int end) {
        float[] value = floats(op.value());
        float[] grad = floats(op.grad());
        float[] m = floats(op.m());
        float[] v = floats(op.v());
        float kept = (float) op.kept();
        float decay = (float) op.decay();
        float part1 = (float) (1 - op.beta1());
        float beta2 = (float) op.beta2();
        float part2 = (float) (1 - op.beta2());
        float rate = (float) op.rate();
        float root = (float) op.root();
        float eps = (float) op.eps();
        for (int i = first; i < end; i++) {
            float old = value[i] * kept;
            float g = grad[i] + decay * old;
            float mean = m[i] + part1 * (g - m[i]);
            float square = beta2 * v[i] + part2 * g * g;
            m[i] = mean;
            v[i] = square;
            value[i] = old - rate * mean / ((float) Math.sqrt(square) / root + eps);
        }
    }

    private static float[] floats(Buffer buffer) {
        return ((HeapBuffer) buffer).floats();
    }

    static void doubles(AdamOp op, int first, int end) {
        double[] value = doubles(op.value());
        double[] grad = doubles(op.grad());
        double[] m = doubles(op.m());
        double[] v = doubles(op.v());
        double kept = op.kept();
        double decay = op.decay();
        double part1 = (1 - op.beta1());
        double beta2 = op.beta2();
        double part2 = (1 - op.beta2());
        double rate = op.rate();
        double root = op.root();
        double eps = op.eps();
        for (int i = first; i < end; i++) {
            double old = value[i] * kept;
            double g = grad[i] + decay * old;
            double mean = m[i] + part1 * (g - m[i]);
            double square = beta2 * v[i] + part2 * g * g;
            m[i] = mean;
            v[i] = square;
            value[i] = old - rate * mean / (Math.sqrt(square) / root + eps);
        }
    }

    private static double[] doubles(Buffer buffer) {
        return ((HeapBuffer) buffer).doubles();
    }
}
