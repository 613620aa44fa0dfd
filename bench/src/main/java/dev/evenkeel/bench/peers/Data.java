package dev.evenkeel.bench.peers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/**
 * The inputs of a problem, the same numbers on each run. Contenders on the heap share the arrays and only read them;
 * those outside it take {@linkplain #direct copies}.
 */
public final class Data {
    /** What libtorch aligns its own tensors to: no contender pays for vectors that straddle cache lines. */
    private static final int ALIGNMENT = 64;

    private static final int BLOCK = 4096;
    private static final float[] GAUSSIANS = gaussians(1 << 16);

    private final float[] x;
    private final float[] dy;
    private final float[] weight;
    private final float[] bias;
    private final Reference reference;

    private Data(float[] x, float[] dy, float[] weight, float[] bias, Problem problem) {
        this.x = x;
        this.dy = dy;
        this.weight = weight;
        this.bias = bias;
        this.reference = Reference.of(problem, x, dy, weight, bias);
    }

    /** Makes them, and computes what they give. */
    public static Data of(Problem problem, Input input) {
        SplittableRandom random = new SplittableRandom(42);
        float[] x = values(problem.count(), random, input::value);
        if (input == Input.OUTLIER) {
            setFirst(problem, x);
        }
        float[] dy = problem.backward() ? values(problem.count(), random, gaussian -> gaussian) : new float[0];
        float[] weight = new float[problem.parameters()];
        float[] bias = new float[problem.parameters()];
        for (int c = 0; c < weight.length; c++) {
            weight[c] = 1 + 0.2f * (float) random.nextGaussian();
            bias[c] = 0.1f * (float) random.nextGaussian();
        }
        return new Data(x, dy, weight, bias, problem);
    }

    /** The activations. */
    public float[] x() {
        return x;
    }

    /** The incoming gradient; empty if the problem takes none. */
    public float[] dy() {
        return dy;
    }

    /** The gain of each parameter. */
    public float[] weight() {
        return weight;
    }

    /** The shift of each parameter. */
    public float[] bias() {
        return bias;
    }

    /** The mean that a forward would have saved: the right one, rounded. */
    public float[] mean() {
        return rounded(reference.mean());
    }

    /** The 1/√(var + eps) that a forward would have saved: the right one, rounded. */
    public float[] rstd() {
        return rounded(reference.rstd());
    }

    /** The biased variance, for those who save it in place of rstd. */
    public float[] variance() {
        return rounded(reference.variance());
    }

    /** What is right. */
    public Reference reference() {
        return reference;
    }

    /** A copy outside the heap, aligned as libtorch aligns. */
    public static FloatBuffer direct(float[] values) {
        FloatBuffer copy = direct(values.length);
        copy.put(values).rewind();
        return copy;
    }

    /** Room outside the heap, aligned likewise. */
    public static FloatBuffer direct(int count) {
        int bytes = Math.multiplyExact(Math.max(1, count), Float.BYTES);
        ByteBuffer aligned =
                ByteBuffer.allocateDirect(Math.addExact(bytes, 2 * ALIGNMENT)).alignedSlice(ALIGNMENT);
        return aligned.order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .limit(count)
                .slice();
    }

    /** What such a copy holds. */
    public static float[] array(FloatBuffer buffer) {
        float[] values = new float[buffer.capacity()];
        buffer.duplicate().rewind().get(values);
        return values;
    }

    /** Makes a value of a standard normal one. */
    @FunctionalInterface
    private interface Distribution {
        float value(float gaussian);
    }

    private static float[] values(int count, SplittableRandom random, Distribution distribution) {
        float[] values = new float[count];
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (i % BLOCK == 0) {
                start = random.nextInt(GAUSSIANS.length);
            }
            values[i] = distribution.value(GAUSSIANS[(start + i) & (GAUSSIANS.length - 1)]);
        }
        return values;
    }

    private static void setFirst(Problem problem, float[] x) {
        for (int s = 0; s < problem.statistics(); s++) {
            x[s * (problem.byRows() ? problem.parameters() : problem.inner())] = Input.OUTLYING;
        }
    }

    private static float[] gaussians(int count) {
        SplittableRandom random = new SplittableRandom(1502_03167);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] rounded(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }
}
